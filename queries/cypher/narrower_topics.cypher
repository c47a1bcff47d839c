// asks: Which topics are narrower than this one, and through which broader one?
// params: topic
// returns: topic, name, broader, steps
MATCH (root:Entity {id: $topic})
MATCH path = (narrower:Topic)-[:BROADER*0..6]->(root)
WITH narrower, length(path) AS steps, CASE WHEN length(path) = 0 THEN '' ELSE nodes(path)[1].id END AS broader
RETURN
  narrower.id AS topic,
  narrower.name AS name,
  min(broader) AS broader,
  min(steps) AS steps
ORDER BY steps, name, topic
