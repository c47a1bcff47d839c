// asks: How many documents of each source and year have these words in their title or text?
// params: words
// returns: source, year, found
CALL db.index.fulltext.queryNodes('documents_words', $words) YIELD node AS document
WHERE document.retired = ''
RETURN
  document.source AS source,
  substring(document.published, 0, 4) AS year,
  count(*) AS found
ORDER BY source, year
