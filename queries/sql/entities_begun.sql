-- asks: Which of these entities were there by this time, as was known then?
-- params: entities, as_of, known_at
-- returns: entity
-- There: something said of it was true by then, or a list without dates has it; a listed project once it had begun.
WITH known AS (
  SELECT
    record.entity AS entity,
    max(record.label IN ('Topic', 'Organisation') AND record.ids <> '[]') AS registered,
    max(record.label <> 'Person' OR record.recorded <= :as_of) AS listed,
    coalesce(min(nullif(record.starts, '')), '') <= :as_of AS begun
  FROM json_each(:entities) AS wanted
  CROSS JOIN records AS record ON record.entity = wanted.value
  WHERE record.recorded <= :known_at
    AND (record.retracted = '' OR record.retracted > :known_at)
  GROUP BY record.entity
)
SELECT known.entity AS entity
FROM known
WHERE (known.registered AND known.begun)
  OR EXISTS (
    SELECT 1 FROM claims AS claim
    WHERE claim.subject_entity = known.entity
      AND claim.recorded <= :known_at
      AND (claim.retracted = '' OR claim.retracted > :known_at)
      AND claim.valid_from <= :as_of
      AND (claim.valid_from <> '' OR known.begun AND (claim.subject_label <> 'Person' OR claim.recorded <= :as_of))
  )
  OR EXISTS (
    SELECT 1 FROM claims AS claim
    WHERE claim.object_entity = known.entity
      AND claim.recorded <= :known_at
      AND (claim.retracted = '' OR claim.retracted > :known_at)
      AND claim.valid_from <= :as_of
      AND (claim.valid_from <> '' OR known.begun AND (claim.subject_label <> 'Person' OR claim.recorded <= :as_of))
  )
  OR (
    known.listed AND known.begun
    AND NOT EXISTS (
      SELECT 1 FROM claims AS claim
      WHERE claim.subject_entity = known.entity
        AND claim.recorded <= :known_at
        AND (claim.retracted = '' OR claim.retracted > :known_at)
    )
    AND NOT EXISTS (
      SELECT 1 FROM claims AS claim
      WHERE claim.object_entity = known.entity
        AND claim.recorded <= :known_at
        AND (claim.retracted = '' OR claim.retracted > :known_at)
    )
  )
ORDER BY entity
