-- asks: Which entities go by these names or ids?
-- params: handles
-- returns: handle, id, label, name, role, organisation, place
SELECT DISTINCT
  handle.handle AS handle,
  entity.id AS id,
  entity.label AS label,
  entity.name AS name,
  entity.role AS role,
  entity.organisation AS organisation,
  entity.place AS place
FROM handles AS handle
JOIN entities AS entity ON entity.id = handle.entity
WHERE handle.handle IN (SELECT value FROM json_each(:handles))
ORDER BY name, id, handle
