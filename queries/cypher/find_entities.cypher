// asks: Which entities have these words in their names?
// params: words, label, least, limit
// returns: id, label, name, names[], role, organisation, place, kind, status, records
CALL db.index.fulltext.queryNodes('entities_words', $words) YIELD node AS entity
WHERE entity.records >= $least AND ($label = '' OR entity.label = $label)
RETURN
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
ORDER BY records DESC, name, id
LIMIT $limit
