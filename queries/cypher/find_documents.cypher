// asks: Which documents have these words in their title or text?
// params: words, limit
// returns: id, kind, title, url, author, published
CALL db.index.fulltext.queryNodes('documents_words', $words) YIELD node AS document
WHERE document.retired = ''
RETURN
  document.id AS id,
  document.kind AS kind,
  document.title AS title,
  document.url AS url,
  document.author AS author,
  document.published AS published
ORDER BY published DESC, id
LIMIT $limit
