-- asks: Which documents have these words in their title or text?
-- params: words, limit
-- returns: id, kind, title, url, author, published
SELECT
  document.id AS id,
  document.kind AS kind,
  document.title AS title,
  document.url AS url,
  document.author AS author,
  document.published AS published
FROM documents_words AS words
JOIN documents AS document ON document.row = words.rowid
WHERE documents_words MATCH :words AND document.retired = ''
ORDER BY document.published DESC, document.id
LIMIT :limit
