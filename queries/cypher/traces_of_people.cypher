// asks: What have people written and done, and what is said of them, in order of claim?
// params: predicates, after, as_of, as_of_start, known_at, limit
// returns: claim, person, predicate, object, object_name, quote, document, kind, published
MATCH (said:Claim)
WHERE said.id > $after
  AND said.subject_label = 'Person'
  AND said.predicate IN $predicates
  AND said.polarity = 'asserts'
  AND NOT said.modality IN ['planned', 'proposed']
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
WITH said
ORDER BY said.id
LIMIT $limit
MATCH (page:Document {id: said.document})
OPTIONAL MATCH (thing:Entity {id: said.object_entity})
RETURN
  said.id AS claim,
  said.subject_entity AS person,
  said.predicate AS predicate,
  said.object_entity AS object,
  coalesce(thing.name, '') AS object_name,
  said.quote AS quote,
  page.id AS document,
  page.kind AS kind,
  page.published AS published
ORDER BY claim
