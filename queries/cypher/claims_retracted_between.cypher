// asks: Which statements did the graph learn to stand no longer in this period, and why?
// params: since, until, known_at, limit
// returns: claim, tie, subject, subject_label, predicate, object, object_label, quote, starts_at, ends_at, status, polarity, modality, role, rule, confidence, valid_from, valid_to, retracted, reason, document, title, url, author, published, document_kind
MATCH (said:Claim)
WHERE said.retracted >= $since
  AND said.retracted <= $until
  AND said.retracted <= $known_at
  AND said.retracted <> ''
  AND said.predicate IN ['WORKS_ON', 'AFFILIATED_WITH', 'RUNS', 'PARTNERS_IN', 'FUNDS', 'KNOWS']
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
  said.retracted AS retracted,
  said.reason AS reason,
  page.id AS document,
  page.title AS title,
  page.url AS url,
  page.author AS author,
  page.published AS published,
  page.kind AS document_kind
ORDER BY retracted DESC, claim
LIMIT $limit
