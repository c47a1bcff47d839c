-- asks: Who is said to be at these organisations, and which projects do they run, at these times?
-- params: organisations, as_of, as_of_start, known_at
-- returns: entity
-- The + keeps the index on the date out: that on the relationship leads to far fewer claims.
SELECT claim.subject_entity AS entity
FROM claims AS claim
WHERE claim.object_entity IN (SELECT value FROM json_each(:organisations))
  AND claim.predicate = 'AFFILIATED_WITH'
  AND claim.polarity = 'asserts'
  AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND +claim.valid_from <= :as_of
  AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
UNION
SELECT claim.object_entity AS entity
FROM claims AS claim
WHERE claim.subject_entity IN (SELECT value FROM json_each(:organisations))
  AND claim.predicate = 'RUNS'
  AND claim.polarity = 'asserts'
  AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND +claim.valid_from <= :as_of
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
ORDER BY entity
