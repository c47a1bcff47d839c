// asks: Which entities go by these names or ids?
// params: handles
// returns: handle, id, label, name, role, organisation, place
MATCH (known:Handle)
WHERE known.handle IN $handles
MATCH (entity:Entity {id: known.entity})
RETURN DISTINCT
  known.handle AS handle,
  entity.id AS id,
  entity.label AS label,
  entity.name AS name,
  entity.role AS role,
  entity.organisation AS organisation,
  entity.place AS place
ORDER BY name, id, handle
