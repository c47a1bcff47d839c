-- asks: How many entities and claims were there and known at these times?
-- params: as_of, as_of_start, known_at
-- returns: name, number
SELECT
  'claims' AS name,
  count(*) AS number
FROM claims AS claim
WHERE claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND claim.valid_from <= :as_of
  AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
UNION ALL
SELECT
  record.label AS name,
  count(DISTINCT record.entity) AS number
FROM records AS record
WHERE record.recorded <= :known_at
  AND (record.retracted = '' OR record.retracted > :known_at)
GROUP BY record.label
ORDER BY name
