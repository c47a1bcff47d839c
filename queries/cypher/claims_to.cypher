// asks: What is said with these entities as objects, in these relationships?
// params: entities, predicates, as_of, as_of_start, known_at, limit
// returns: claim, tie, subject, subject_label, predicate, object, object_label, quote, starts_at, ends_at, status, polarity, modality, role, rule, confidence, valid_from, valid_to, document, title, url, author, published, document_kind
MATCH (said:Claim)
WHERE said.object_entity IN $entities
  AND said.predicate IN $predicates
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
MATCH (page:Document {id: said.document})
RETURN
  said.id AS claim,
  said.tie AS tie,
  said.subject_entity AS subject,
  said.subject_label AS subject_label,
  said.predicate AS predicate,
  said.object_entity AS object,
  said.object_label AS object_label,
  said.quote AS quote,
  said.start AS starts_at,
  said.end AS ends_at,
  said.status AS status,
  said.polarity AS polarity,
  said.modality AS modality,
  said.role AS role,
  said.rule AS rule,
  said.confidence AS confidence,
  said.valid_from AS valid_from,
  said.valid_to AS valid_to,
  page.id AS document,
  page.title AS title,
  page.url AS url,
  page.author AS author,
  page.published AS published,
  page.kind AS document_kind
ORDER BY published DESC, claim
LIMIT $limit
