// asks: What was true last of what is said of each of these entities, as subject or as object?
// params: entities, as_of, as_of_start, known_at
// returns: entity, claim, quote, starts_at, ends_at, status, rule, document, title, url, author, published
// The condition on the predicate lets the index on both properties be used.
UNWIND $entities AS wanted
CALL (wanted) {
  CALL (wanted) {
    MATCH (said:Claim)
    WHERE said.subject_entity = wanted
      AND said.predicate >= ''
      AND said.recorded <= $known_at
      AND (said.retracted = '' OR said.retracted > $known_at)
      AND said.valid_from <= $as_of
      AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
      AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
    RETURN said AS found
    UNION
    MATCH (said:Claim)
    WHERE said.object_entity = wanted
      AND said.predicate >= ''
      AND said.recorded <= $known_at
      AND (said.retracted = '' OR said.retracted > $known_at)
      AND said.valid_from <= $as_of
      AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
      AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
    RETURN said AS found
  }
  RETURN found AS newest
  ORDER BY newest.valid_from DESC, newest.id
  LIMIT 1
}
MATCH (source:Document {id: newest.document})
RETURN
  wanted AS entity,
  newest.id AS claim,
  newest.quote AS quote,
  newest.start AS starts_at,
  newest.end AS ends_at,
  newest.status AS status,
  newest.rule AS rule,
  source.id AS document,
  source.title AS title,
  source.url AS url,
  source.author AS author,
  source.published AS published
ORDER BY entity
