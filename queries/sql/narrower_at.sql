-- asks: Which topics were said to be one step narrower than these, at these times?
-- params: topics, as_of, as_of_start, known_at
-- returns: topic, name, broader
-- The + keeps the index on the date out: that on the relationship leads to far fewer claims.
SELECT
  claim.subject_entity AS topic,
  entity.name AS name,
  min(claim.object_entity) AS broader
FROM claims AS claim
JOIN entities AS entity ON entity.id = claim.subject_entity
WHERE claim.object_entity IN (SELECT value FROM json_each(:topics))
  AND claim.predicate = 'BROADER'
  AND claim.polarity = 'asserts'
  AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND +claim.valid_from <= :as_of
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
GROUP BY claim.subject_entity, entity.name
ORDER BY name, topic
