// asks: Which people and projects were first read in this period, in how many records?
// params: since, until
// returns: entity, label, name, first, records
MATCH (described:Record)
WHERE described.label IN ['Person', 'Project'] AND described.recorded <= $until
WITH described.entity AS whom, min(described.recorded) AS earliest, count(*) AS number
WHERE earliest >= $since
MATCH (thing:Entity {id: whom})
RETURN
  thing.id AS entity,
  thing.label AS label,
  thing.name AS name,
  earliest AS first,
  number AS records
ORDER BY entity
