// asks: Which entities go by these names or ids?
// params: handles
// returns: handle, id, label, name, role, organisation, place
MATCH (handle:Handle)
WHERE handle.handle IN $handles
MATCH (entity:Entity {id: handle.entity})
RETURN DISTINCT
  handle.handle AS handle,
  entity.id AS id,
  entity.label AS label,
  entity.name AS name,
  entity.role AS role,
  entity.organisation AS organisation,
  entity.place AS place
ORDER BY name, id, handle
