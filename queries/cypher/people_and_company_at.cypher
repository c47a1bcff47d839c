// asks: Which people shared a project, a thread, an event or a declared tie at these times: what made them acquainted?
// params: as_of, as_of_start, known_at
// returns: person, name, company
// What was only planned counts: who plans together is acquainted.
MATCH (said:Claim)
WHERE said.predicate IN ['WORKS_ON', 'AFFILIATED_WITH', 'WROTE', 'MENTIONS', 'KNOWS']
  AND said.polarity = 'asserts'
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
CALL (said) {
  WITH said
  WHERE said.subject_label = 'Person' AND said.predicate IN ['WORKS_ON', 'AFFILIATED_WITH']
  RETURN
    said.subject_entity AS who,
    said.object_entity AS shared
  UNION
  WITH said
  WHERE said.subject_label = 'Person' AND said.predicate = 'WROTE'
  MATCH (page:Document {id: said.object_entity})
  RETURN
    said.subject_entity AS who,
    page.thread AS shared
  UNION
  WITH said
  WHERE said.object_label = 'Person' AND said.predicate = 'MENTIONS'
  MATCH (page:Document {id: said.subject_entity})
  RETURN
    said.object_entity AS who,
    page.thread AS shared
  UNION
  WITH said
  WHERE said.predicate = 'KNOWS'
  UNWIND [said.subject_entity, said.object_entity] AS end
  RETURN
    end AS who,
    'knows:' + said.subject_entity + ':' + said.object_entity AS shared
}
MATCH (known:Entity {id: who})
RETURN DISTINCT
  known.id AS person,
  known.name AS name,
  shared AS company
ORDER BY person, company
