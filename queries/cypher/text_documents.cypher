// asks: What are the next documents, in order of id, with their texts?
// params: after, known_at, limit
// returns: document, kind, published, text
MATCH (page:Document)
WHERE page.id > $after AND page.recorded <= $known_at
RETURN
  page.id AS document,
  page.kind AS kind,
  page.published AS published,
  page.text AS text
ORDER BY document
LIMIT $limit
