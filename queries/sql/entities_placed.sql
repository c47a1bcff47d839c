-- asks: Which people, projects and organisations have one of these places, and which organisations one of these kinds?
-- params: places, kinds
-- returns: id
SELECT entity.id AS id
FROM entities AS entity
WHERE entity.place IN (SELECT value FROM json_each(:places)) AND :places <> '[]'
UNION
SELECT entity.id AS id
FROM entities AS entity
WHERE entity.label = 'Organisation' AND entity.kind IN (SELECT value FROM json_each(:kinds))
ORDER BY id
