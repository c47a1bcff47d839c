// asks: Which are the newest three documents of each of these writers about these topics?
// params: writers, topics, since, until, as_of, as_of_start, known_at
// returns: writer, document, topic
UNWIND $writers AS who
CALL (who) {
  MATCH (said:Claim)
  WHERE said.subject_entity = who
    AND said.predicate = 'WROTE'
    AND said.polarity = 'asserts'
    AND ($since = '' OR said.valid_from >= substring($since, 0, size(said.valid_from)))
    AND ($until = '' OR said.valid_from <= $until)
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
  WITH said.object_entity AS page, max(said.valid_from) AS at
  MATCH (subject:Claim)
  WHERE subject.subject_entity = page
    AND subject.predicate = 'ABOUT'
    AND subject.object_entity IN $topics
    AND subject.polarity = 'asserts'
  AND subject.recorded <= $known_at
  AND (subject.retracted = '' OR subject.retracted > $known_at)
  AND subject.valid_from <= $as_of
  AND (subject.valid_from <> '' OR subject.subject_label <> 'Person' OR subject.recorded <= $as_of)
  AND (subject.valid_to = '' OR subject.valid_to >= substring($as_of_start, 0, size(subject.valid_to)))
  WITH page, at, collect(DISTINCT subject.object_entity) AS found
  WITH page, at, [one IN $topics WHERE one IN found][0] AS nearest
  ORDER BY at DESC, page
  LIMIT 3
  RETURN page, at, nearest
}
RETURN
  who AS writer,
  page AS document,
  nearest AS topic
ORDER BY writer, at DESC, document
