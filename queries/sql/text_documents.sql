-- asks: What are the next documents, in order of id, with their texts?
-- params: after, known_at, limit
-- returns: document, kind, published, text
SELECT
  document.id AS document,
  document.kind AS kind,
  document.published AS published,
  document.text AS text
FROM documents AS document
WHERE document.id > :after AND document.recorded <= :known_at
ORDER BY document
LIMIT :limit
