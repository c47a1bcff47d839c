-- asks: Which ties stand at this time, between people, what they do, write, know and are at; since when?
-- params: predicates, as_of, as_of_start, known_at
-- returns: source, predicate, target, first, last, listed
SELECT
  claim.subject_entity AS source,
  claim.predicate AS predicate,
  claim.object_entity AS target,
  coalesce(min(nullif(claim.valid_from, '')), '') AS first,
  max(claim.valid_from) AS last,
  max(claim.status = 'declared') AS listed
FROM claims AS claim
WHERE claim.predicate IN (SELECT value FROM json_each(:predicates))
  AND claim.polarity = 'asserts'
  AND claim.modality NOT IN ('planned', 'proposed')
  AND claim.subject_entity <> claim.object_entity
  AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND claim.valid_from <= :as_of
  AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
GROUP BY claim.subject_entity, claim.predicate, claim.object_entity
ORDER BY source, predicate, target
