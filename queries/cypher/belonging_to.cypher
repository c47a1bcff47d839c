// asks: Who is said to be at these organisations, and which projects do they run, at these times?
// params: organisations, as_of, as_of_start, known_at
// returns: entity
UNWIND $organisations AS organisation
CALL (organisation) {
  MATCH (said:Claim {object_entity: organisation, predicate: 'AFFILIATED_WITH'})
  WHERE said.polarity = 'asserts'
    AND said.recorded <= $known_at
    AND (said.retracted = '' OR said.retracted > $known_at)
    AND said.valid_from <= $as_of
    AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
    AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
  RETURN said.subject_entity AS found
  UNION
  MATCH (said:Claim {subject_entity: organisation, predicate: 'RUNS'})
  WHERE said.polarity = 'asserts'
    AND said.recorded <= $known_at
    AND (said.retracted = '' OR said.retracted > $known_at)
    AND said.valid_from <= $as_of
    AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
  RETURN said.object_entity AS found
}
RETURN DISTINCT found AS entity
ORDER BY entity
