// asks: What are the names of the next entities, in order of id?
// params: after, limit
// returns: id, label, names[]
MATCH (entity:Entity)
WHERE entity.id > $after AND entity.records > 0
RETURN
  entity.id AS id,
  entity.label AS label,
  entity.names AS names
ORDER BY id
LIMIT $limit
