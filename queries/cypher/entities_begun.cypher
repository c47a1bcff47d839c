// asks: Which of these entities were there by this time, as was known then?
// params: entities, as_of, known_at
// returns: entity
// There: something said of it was true by then, or a list without dates has it; a listed project once it had begun.
// The condition on the predicate lets the index on both properties be used.
UNWIND $entities AS wanted
MATCH (record:Record {entity: wanted})
WHERE record.recorded <= $known_at
  AND (record.retracted = '' OR record.retracted > $known_at)
WITH
  wanted,
  max(CASE WHEN record.label IN ['Topic', 'Organisation'] AND size(record.ids) > 0 THEN 1 ELSE 0 END) AS registered,
  max(CASE WHEN record.label <> 'Person' OR record.recorded <= $as_of THEN 1 ELSE 0 END) AS listed,
  coalesce(min(CASE WHEN record.starts <> '' THEN record.starts END), '') <= $as_of AS begun
WHERE (registered = 1 AND begun)
  OR EXISTS {
    MATCH (said:Claim)
    WHERE said.subject_entity = wanted
      AND said.predicate >= ''
      AND said.recorded <= $known_at
      AND (said.retracted = '' OR said.retracted > $known_at)
      AND said.valid_from <= $as_of
      AND (said.valid_from <> '' OR begun AND (said.subject_label <> 'Person' OR said.recorded <= $as_of))
  }
  OR EXISTS {
    MATCH (said:Claim)
    WHERE said.object_entity = wanted
      AND said.predicate >= ''
      AND said.recorded <= $known_at
      AND (said.retracted = '' OR said.retracted > $known_at)
      AND said.valid_from <= $as_of
      AND (said.valid_from <> '' OR begun AND (said.subject_label <> 'Person' OR said.recorded <= $as_of))
  }
  OR (
    listed = 1 AND begun
    AND NOT EXISTS {
      MATCH (said:Claim)
      WHERE said.subject_entity = wanted
        AND said.predicate >= ''
        AND said.recorded <= $known_at
        AND (said.retracted = '' OR said.retracted > $known_at)
    }
    AND NOT EXISTS {
      MATCH (said:Claim)
      WHERE said.object_entity = wanted
        AND said.predicate >= ''
        AND said.recorded <= $known_at
        AND (said.retracted = '' OR said.retracted > $known_at)
    }
  )
RETURN wanted AS entity
ORDER BY entity
