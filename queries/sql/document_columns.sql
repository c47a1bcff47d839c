-- asks: What are the next documents, in order of number, with what they are counted and put in order by?
-- params: after, limit
-- returns: number, id, source, kind, published, recorded, retired
SELECT
  document.row AS number,
  document.id AS id,
  document.source AS source,
  document.kind AS kind,
  document.published AS published,
  document.recorded AS recorded,
  document.retired AS retired
FROM documents AS document
WHERE document.row > :after
ORDER BY number
LIMIT :limit
