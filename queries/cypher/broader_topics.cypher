// asks: Which topic hangs on which broader one, by which tie, at this time?
// params: as_of, as_of_start, known_at
// returns: topic, broader, tie
MATCH (said:Claim)
WHERE said.predicate = 'BROADER'
  AND said.polarity = 'asserts'
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
RETURN DISTINCT
  said.subject_entity AS topic,
  said.object_entity AS broader,
  said.tie AS tie
ORDER BY topic, broader
