-- asks: What are these entities called, and what is shown of them beside their name?
-- params: entities
-- returns: id, label, name, role, organisation, place, kind, status, starts, ends
SELECT
  entity.id AS id,
  entity.label AS label,
  entity.name AS name,
  entity.role AS role,
  entity.organisation AS organisation,
  entity.place AS place,
  entity.kind AS kind,
  entity.status AS status,
  entity.starts AS starts,
  entity.ends AS ends
FROM entities AS entity
WHERE entity.id IN (SELECT value FROM json_each(:entities))
ORDER BY id
