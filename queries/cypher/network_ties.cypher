// asks: Which ties stand at this time, between people, what they do, write, know and are at; since when?
// params: predicates, as_of, as_of_start, known_at
// returns: source, predicate, target, first, last, listed
MATCH (said:Claim)
WHERE said.predicate IN $predicates
  AND said.polarity = 'asserts'
  AND NOT said.modality IN ['planned', 'proposed']
  AND said.subject_entity <> said.object_entity
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
RETURN
  said.subject_entity AS source,
  said.predicate AS predicate,
  said.object_entity AS target,
  coalesce(min(CASE WHEN said.valid_from = '' THEN null ELSE said.valid_from END), '') AS first,
  max(said.valid_from) AS last,
  max(CASE WHEN said.status = 'declared' THEN 1 ELSE 0 END) AS listed
ORDER BY source, predicate, target
