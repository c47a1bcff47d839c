// asks: Which people, projects and organisations have one of these places, and which organisations one of these kinds?
// params: places, kinds
// returns: id
MATCH (thing:Entity)
WHERE thing.place IN $places OR (thing.label = 'Organisation' AND thing.kind IN $kinds)
RETURN thing.id AS id
ORDER BY id
