-- asks: Which places are people, projects and organisations said to be at, and of which kinds are organisations?
-- params:
-- returns: field, value
SELECT DISTINCT
  'place' AS field,
  entity.place AS value
FROM entities AS entity
WHERE entity.place <> ''
UNION
SELECT DISTINCT
  'kind' AS field,
  entity.kind AS value
FROM entities AS entity
WHERE entity.label = 'Organisation' AND entity.kind <> ''
ORDER BY field, value
