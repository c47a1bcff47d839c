-- asks: Which entities have these words in their names?
-- params: words, label, least, limit
-- returns: id, label, name, names[], role, organisation, place, kind, status, records
SELECT
  entity.id AS id,
  entity.label AS label,
  entity.name AS name,
  entity.names AS names,
  entity.role AS role,
  entity.organisation AS organisation,
  entity.place AS place,
  entity.kind AS kind,
  entity.status AS status,
  entity.records AS records
FROM entities_words AS words
JOIN entities AS entity ON entity.row = words.rowid
WHERE words.name_words MATCH :words
  AND entity.records >= :least
  AND (:label = '' OR entity.label = :label)
ORDER BY entity.records DESC, entity.name, entity.id
LIMIT :limit
