// asks: How many entities and claims were there and known at these times?
// params: as_of, as_of_start, known_at
// returns: name, number
CALL () {
  MATCH (said:Claim)
  WHERE said.recorded <= $known_at
    AND (said.retracted = '' OR said.retracted > $known_at)
    AND said.valid_from <= $as_of
    AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
    AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
  RETURN
    'claims' AS name,
    count(said) AS number
  UNION ALL
  MATCH (known:Record)
  WHERE known.recorded <= $known_at
    AND (known.retracted = '' OR known.retracted > $known_at)
  RETURN
    known.label AS name,
    count(DISTINCT known.entity) AS number
}
RETURN
  name AS name,
  number AS number
ORDER BY name
