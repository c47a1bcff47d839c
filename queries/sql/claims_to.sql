-- asks: What is said with these entities as objects, in these relationships?
-- params: entities, predicates, as_of, as_of_start, known_at, limit
-- returns: claim, tie, subject, subject_label, predicate, object, object_label, quote, starts_at, ends_at, status, polarity, modality, role, rule, confidence, valid_from, valid_to, document, title, url, author, published, document_kind
-- The + keeps the index on the date out: that on the relationship leads to far fewer claims.
SELECT
  claim."id" AS claim,
  claim."tie" AS tie,
  claim."subject_entity" AS subject,
  claim."subject_label" AS subject_label,
  claim."predicate" AS predicate,
  claim."object_entity" AS object,
  claim."object_label" AS object_label,
  claim."quote" AS quote,
  claim."start" AS starts_at,
  claim."end" AS ends_at,
  claim."status" AS status,
  claim."polarity" AS polarity,
  claim."modality" AS modality,
  claim."role" AS role,
  claim."rule" AS rule,
  claim."confidence" AS confidence,
  claim."valid_from" AS valid_from,
  claim."valid_to" AS valid_to,
  document."id" AS document,
  document."title" AS title,
  document."url" AS url,
  document."author" AS author,
  document."published" AS published,
  document."kind" AS document_kind
FROM claims AS claim
JOIN documents AS document ON document.id = claim.document
WHERE claim.object_entity IN (SELECT value FROM json_each(:entities))
  AND claim.predicate IN (SELECT value FROM json_each(:predicates))
  AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND +claim.valid_from <= :as_of
  AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
ORDER BY document.published DESC, claim.id
LIMIT :limit
