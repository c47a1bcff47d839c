-- asks: What have people written and done, and what is said of them, in order of claim?
-- params: predicates, after, as_of, as_of_start, known_at, limit
-- returns: claim, person, predicate, object, object_name, quote, document, kind, published
SELECT
  claim.id AS claim,
  claim.subject_entity AS person,
  claim.predicate AS predicate,
  claim.object_entity AS object,
  coalesce(object.name, '') AS object_name,
  claim.quote AS quote,
  document.id AS document,
  document.kind AS kind,
  document.published AS published
FROM claims AS claim
JOIN documents AS document ON document.id = claim.document
LEFT JOIN entities AS object ON object.id = claim.object_entity
WHERE claim.id > :after
  AND claim.subject_label = 'Person'
  AND claim.predicate IN (SELECT value FROM json_each(:predicates))
  AND claim.polarity = 'asserts'
  AND claim.modality NOT IN ('planned', 'proposed')
  AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND claim.valid_from <= :as_of
  AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
ORDER BY claim.id
LIMIT :limit
