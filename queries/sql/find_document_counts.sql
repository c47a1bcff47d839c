-- asks: How many documents of each source and year have these words in their title or text?
-- params: words
-- returns: source, year, found
SELECT
  document.source AS source,
  substr(document.published, 1, 4) AS year,
  count(*) AS found
FROM documents_words AS words
JOIN documents AS document ON document.row = words.rowid
WHERE documents_words MATCH :words AND document.retired = ''
GROUP BY document.source, substr(document.published, 1, 4)
ORDER BY source, year
