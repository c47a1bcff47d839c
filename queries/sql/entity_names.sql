-- asks: What are the names of the next entities, in order of id?
-- params: after, limit
-- returns: id, label, names[]
SELECT
  entity.id AS id,
  entity.label AS label,
  entity.names AS names
FROM entities AS entity
WHERE entity.id > :after AND entity.records > 0
ORDER BY entity.id
LIMIT :limit
