// asks: Who wrote documents about these topics, of those who are not among these, newest first?
// params: topics, others, strength, since, until, as_of, as_of_start, known_at, limit
// returns: writer, writer_label, nearest, documents, strength, first, last
UNWIND range(0, size($topics) - 1) AS steps
MATCH (subject:Claim)
WHERE subject.object_entity = $topics[steps]
  AND subject.predicate = 'ABOUT'
  AND subject.subject_label = 'Document'
  AND subject.polarity = 'asserts'
  AND subject.recorded <= $known_at
  AND (subject.retracted = '' OR subject.retracted > $known_at)
  AND subject.valid_from <= $as_of
  AND (subject.valid_from <> '' OR subject.subject_label <> 'Person' OR subject.recorded <= $as_of)
  AND (subject.valid_to = '' OR subject.valid_to >= substring($as_of_start, 0, size(subject.valid_to)))
WITH subject.subject_entity AS page, min(steps) AS near
MATCH (said:Claim)
WHERE said.object_entity = page
  AND said.predicate = 'WROTE'
  AND said.polarity = 'asserts'
  AND NOT said.subject_entity IN $others
  AND ($since + $until = '' OR said.valid_from <> '')
  AND ($since = '' OR said.valid_from >= substring($since, 0, size(said.valid_from)))
  AND ($until = '' OR said.valid_from <= $until)
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
WITH
  said.subject_entity AS who,
  said.subject_label AS kind,
  min(near) AS near,
  count(DISTINCT page) AS pages,
  min(CASE said.status WHEN 'asserted' THEN 1 WHEN 'declared' THEN 2 WHEN 'observed' THEN 3 ELSE 4 END) AS rank,
  coalesce(min(nullIf(said.valid_from, '')), '') AS begun,
  max(said.valid_from) AS newest
WHERE $strength = ''
  OR rank = CASE $strength WHEN 'asserted' THEN 1 WHEN 'declared' THEN 2 WHEN 'observed' THEN 3 ELSE 4 END
RETURN
  who AS writer,
  kind AS writer_label,
  near AS nearest,
  pages AS documents,
  CASE rank WHEN 1 THEN 'asserted' WHEN 2 THEN 'declared' WHEN 3 THEN 'observed' ELSE 'inferred' END AS strength,
  begun AS first,
  newest AS last
ORDER BY kind <> 'Person', last DESC, writer
LIMIT $limit
