// asks: Which topics were said to be one step narrower than these, at these times?
// params: topics, as_of, as_of_start, known_at
// returns: topic, name, broader
MATCH (said:Claim)
WHERE said.object_entity IN $topics
  AND said.predicate = 'BROADER'
  AND said.polarity = 'asserts'
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
MATCH (below:Entity {id: said.subject_entity})
RETURN
  below.id AS topic,
  below.name AS name,
  min(said.object_entity) AS broader
ORDER BY name, topic
