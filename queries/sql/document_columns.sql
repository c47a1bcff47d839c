-- asks: What are the next documents, in order of number, with what they are counted and put in order by?
-- params: after, limit
-- returns: number, id, source, kind, published
SELECT
  document.row AS number,
  document.id AS id,
  document.source AS source,
  document.kind AS kind,
  document.published AS published
FROM documents AS document
WHERE document.row > :after AND document.retired = ''
ORDER BY number
LIMIT :limit
