-- asks: Which topic hangs on which broader one, by which tie, at this time?
-- params: as_of, as_of_start, known_at
-- returns: topic, broader, tie
SELECT DISTINCT
  claim.subject_entity AS topic,
  claim.object_entity AS broader,
  claim.tie AS tie
FROM claims AS claim
WHERE claim.predicate = 'BROADER'
  AND claim.polarity = 'asserts'
  AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND claim.valid_from <= :as_of
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
ORDER BY topic, broader
