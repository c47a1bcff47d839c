-- asks: How much was there and known of each source at these times, and how many people did it name and tell of?
-- params: sources, as_of, as_of_start, known_at
-- returns: source, documents, first, last, people, doing
-- `people` are all it named, `doing` those of them who wrote or were said to work on something, anywhere.
WITH written AS (
  SELECT document.source AS source, count(*) AS documents,
    coalesce(min(nullif(document.published, '')), '') AS first, coalesce(max(document.published), '') AS last
  FROM documents AS document
  WHERE document.recorded <= :known_at
    AND (document.retired = '' OR document.retired > :known_at)
    AND document.published <= :as_of
    AND (document.published <> '' OR document.recorded <= :as_of)
  GROUP BY document.source
), named AS (
  SELECT DISTINCT record.source AS source, record.entity AS person
  FROM records AS record
  JOIN documents AS document ON document.id = record.document
  WHERE record.label = 'Person'
    AND record.recorded <= :known_at
    AND (record.retracted = '' OR record.retracted > :known_at)
    AND document.published <= :as_of
    AND (document.published <> '' OR document.recorded <= :as_of)
), told AS (
  SELECT named.source AS source, count(*) AS people,
    sum(EXISTS (
      SELECT 1 FROM claims AS claim
      WHERE claim.subject_entity = named.person
        AND claim.predicate IN ('WROTE', 'WORKS_ON', 'ABOUT')
        AND (claim.predicate <> 'ABOUT' OR claim.modality <> '')
        AND claim.polarity = 'asserts'
        AND claim.recorded <= :known_at
        AND (claim.retracted = '' OR claim.retracted > :known_at)
        AND claim.valid_from <= :as_of
        AND (claim.valid_from <> '' OR claim.recorded <= :as_of)
        AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
    )) AS doing
  FROM named
  GROUP BY named.source
)
SELECT
  asked.value AS source,
  coalesce(written.documents, 0) AS documents,
  coalesce(written.first, '') AS first,
  coalesce(written.last, '') AS last,
  coalesce(told.people, 0) AS people,
  coalesce(told.doing, 0) AS doing
FROM json_each(:sources) AS asked
LEFT JOIN written ON written.source = asked.value
LEFT JOIN told ON told.source = asked.value
ORDER BY source
