// asks: What are these entities called, and what is shown of them beside their name?
// params: entities
// returns: id, label, name, role, organisation, place, kind, status, starts, ends
MATCH (shown:Entity)
WHERE shown.id IN $entities
RETURN
  shown.id AS id,
  shown.label AS label,
  shown.name AS name,
  shown.role AS role,
  shown.organisation AS organisation,
  shown.place AS place,
  shown.kind AS kind,
  shown.status AS status,
  shown.starts AS starts,
  shown.ends AS ends
ORDER BY id
