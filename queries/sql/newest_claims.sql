-- asks: What was true last of what is said of each of these entities, as subject or as object?
-- params: entities, as_of, as_of_start, known_at
-- returns: entity, claim, quote, starts_at, ends_at, status, rule, document, title, url, author, published
WITH latest AS (
  SELECT
    wanted.value AS entity,
    (
      SELECT said.row
      FROM (
        SELECT * FROM (
          SELECT claim.row AS row, claim.id AS id, claim.valid_from AS since
          FROM claims AS claim
          WHERE claim.subject_entity = wanted.value
            AND claim.recorded <= :known_at
            AND (claim.retracted = '' OR claim.retracted > :known_at)
            AND claim.valid_from <= :as_of
            AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
            AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
          ORDER BY claim.valid_from DESC, claim.id
          LIMIT 1
        )
        UNION ALL
        SELECT * FROM (
          SELECT claim.row AS row, claim.id AS id, claim.valid_from AS since
          FROM claims AS claim
          WHERE claim.object_entity = wanted.value
            AND claim.recorded <= :known_at
            AND (claim.retracted = '' OR claim.retracted > :known_at)
            AND claim.valid_from <= :as_of
            AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
            AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
          ORDER BY claim.valid_from DESC, claim.id
          LIMIT 1
        )
      ) AS said
      ORDER BY said.since DESC, said.id
      LIMIT 1
    ) AS row
  FROM json_each(:entities) AS wanted
)
SELECT
  latest.entity AS entity,
  claim.id AS claim,
  claim.quote AS quote,
  claim."start" AS starts_at,
  claim."end" AS ends_at,
  claim.status AS status,
  claim.rule AS rule,
  document.id AS document,
  document.title AS title,
  document.url AS url,
  document.author AS author,
  document.published AS published
FROM latest
JOIN claims AS claim ON claim.row = latest.row
JOIN documents AS document ON document.id = claim.document
ORDER BY entity
