-- asks: How many documents, entities and claims were there and known at these times, and how far did documents reach?
-- params: as_of, as_of_start, known_at
-- returns: name, number, first, last
SELECT
  'claims' AS name,
  count(*) AS number,
  '' AS first,
  '' AS last
FROM claims AS claim
WHERE claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND claim.valid_from <= :as_of
  AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
UNION ALL
SELECT
  'documents' AS name,
  count(*) AS number,
  coalesce(min(nullif(document.published, '')), '') AS first,
  coalesce(max(document.published), '') AS last
FROM documents AS document
WHERE document.recorded <= :known_at
  AND (document.retired = '' OR document.retired > :known_at)
  AND document.published <= :as_of
  AND (document.published <> '' OR document.recorded <= :as_of)
UNION ALL
SELECT
  record.label AS name,
  count(DISTINCT record.entity) AS number,
  '' AS first,
  '' AS last
FROM records AS record
WHERE record.recorded <= :known_at
  AND (record.retracted = '' OR record.retracted > :known_at)
GROUP BY record.label
ORDER BY name
