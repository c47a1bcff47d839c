// asks: Which people and projects were first said in this period, or were said before it and not in it?
// params: since, until, after, known_at
// returns: entity, label, name, first, before, last_before, within, undated
CALL () {
  MATCH (said:Claim)
  WHERE said.subject_label IN ['Person', 'Project']
    AND said.polarity = 'asserts'
    AND said.recorded <= $known_at
    AND (said.retracted = '' OR said.retracted > $known_at)
  RETURN said AS found, said.subject_entity AS whom
  UNION ALL
  MATCH (said:Claim)
  WHERE said.object_label = 'Project'
    AND said.polarity = 'asserts'
    AND said.recorded <= $known_at
    AND (said.retracted = '' OR said.retracted > $known_at)
  RETURN said AS found, said.object_entity AS whom
}
MATCH (page:Document {id: found.document})
WITH whom, CASE WHEN found.valid_from <> '' THEN found.valid_from ELSE page.published END AS day
WITH
  whom,
  coalesce(min(CASE WHEN day = '' THEN null ELSE day END), '') AS earliest,
  sum(CASE WHEN day <> '' AND day < $since THEN 1 ELSE 0 END) AS earlier,
  max(CASE WHEN day < $since THEN day ELSE '' END) AS latest,
  sum(CASE WHEN day >= $since AND day <= $until THEN 1 ELSE 0 END) AS inside,
  sum(CASE WHEN day = '' THEN 1 ELSE 0 END) AS dateless
WHERE (earliest >= $since AND earliest <= $until)
  OR (inside = 0 AND earlier > 1 AND latest >= $after)
MATCH (thing:Entity {id: whom})
RETURN
  thing.id AS entity,
  thing.label AS label,
  thing.name AS name,
  earliest AS first,
  earlier AS before,
  latest AS last_before,
  inside AS within,
  dateless AS undated
ORDER BY entity
