// asks: Who wrote documents about these topics?
// params: topics, as_of, as_of_start, known_at, limit
// returns: writer, writer_name, wrote, about, topic, published
MATCH (subject:Claim)
WHERE subject.object_entity IN $topics
  AND subject.predicate = 'ABOUT'
  AND subject.subject_label = 'Document'
  AND subject.polarity = 'asserts'
  AND subject.recorded <= $known_at
  AND (subject.retracted = '' OR subject.retracted > $known_at)
  AND subject.valid_from <= $as_of
  AND (subject.valid_to = '' OR subject.valid_to >= substring($as_of_start, 0, size(subject.valid_to)))
MATCH (said:Claim)
WHERE said.object_entity = subject.subject_entity
  AND said.predicate = 'WROTE'
  AND said.polarity = 'asserts'
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
MATCH (person:Entity {id: said.subject_entity})
MATCH (page:Document {id: said.document})
RETURN
  said.subject_entity AS writer,
  person.name AS writer_name,
  said.tie AS wrote,
  subject.tie AS about,
  subject.object_entity AS topic,
  page.published AS published
ORDER BY published DESC, said.id, subject.id
LIMIT $limit
