-- asks: What is the newest thing said of each of these entities, as subject or as object?
-- params: entities, as_of, as_of_start, known_at
-- returns: entity, claim, quote, starts_at, ends_at, status, rule, document, title, url, author, published
WITH said AS (
  SELECT claim.subject_entity AS entity, claim.id AS claim, claim.row AS row, claim.document AS document
  FROM claims AS claim
  WHERE claim.subject_entity IN (SELECT value FROM json_each(:entities))
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
    AND claim.valid_from <= :as_of
    AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
    AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
  UNION ALL
  SELECT claim.object_entity AS entity, claim.id AS claim, claim.row AS row, claim.document AS document
  FROM claims AS claim
  WHERE claim.object_entity IN (SELECT value FROM json_each(:entities))
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
    AND claim.valid_from <= :as_of
    AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
    AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
), ranked AS (
  SELECT
    said.entity AS entity,
    said.row AS row,
    row_number() OVER (PARTITION BY said.entity ORDER BY document.published DESC, said.claim) AS place
  FROM said
  JOIN documents AS document ON document.id = said.document
)
SELECT
  ranked.entity AS entity,
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
FROM ranked
JOIN claims AS claim ON claim.row = ranked.row
JOIN documents AS document ON document.id = claim.document
WHERE ranked.place = 1
ORDER BY entity
