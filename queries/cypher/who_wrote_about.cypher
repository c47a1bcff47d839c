// asks: Who wrote documents about these topics?
// params: topics, as_of, as_of_start, known_at, limit
// returns: writer, writer_name, wrote, about, topic, published
MATCH (about:Claim)
WHERE about.object_entity IN $topics
  AND about.predicate = 'ABOUT'
  AND about.subject_label = 'Document'
  AND about.polarity = 'asserts'
  AND about.recorded <= $known_at
  AND (about.retracted = '' OR about.retracted > $known_at)
  AND about.valid_from <= $as_of
  AND (about.valid_to = '' OR about.valid_to >= $as_of_start)
MATCH (claim:Claim)
WHERE claim.object_entity = about.subject_entity
  AND claim.predicate = 'WROTE'
  AND claim.recorded <= $known_at
  AND (claim.retracted = '' OR claim.retracted > $known_at)
  AND claim.valid_from <= $as_of
  AND (claim.valid_to = '' OR claim.valid_to >= $as_of_start)
MATCH (person:Entity {id: claim.subject_entity})
MATCH (document:Document {id: claim.document})
RETURN
  claim.subject_entity AS writer,
  person.name AS writer_name,
  claim.tie AS wrote,
  about.tie AS about,
  about.object_entity AS topic,
  document.published AS published
ORDER BY published DESC, claim.id, about.id
LIMIT $limit
