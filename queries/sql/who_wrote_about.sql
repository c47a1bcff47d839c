-- asks: Who wrote documents about these topics?
-- params: topics, as_of, as_of_start, known_at, limit
-- returns: writer, writer_name, wrote, about, topic, published
SELECT
  claim.subject_entity AS writer,
  person.name AS writer_name,
  claim.tie AS wrote,
  about.tie AS about,
  about.object_entity AS topic,
  document.published AS published
FROM claims AS about
JOIN claims AS claim ON claim.object_entity = about.subject_entity AND claim.predicate = 'WROTE'
JOIN entities AS person ON person.id = claim.subject_entity
JOIN documents AS document ON document.id = claim.document
WHERE about.object_entity IN (SELECT value FROM json_each(:topics))
  AND about.predicate = 'ABOUT'
  AND about.subject_label = 'Document'
  AND about.polarity = 'asserts'
  AND claim.polarity = 'asserts'
  AND about.recorded <= :known_at
  AND (about.retracted = '' OR about.retracted > :known_at)
  AND about.valid_from <= :as_of
  AND (about.valid_to = '' OR about.valid_to >= substr(:as_of_start, 1, length(about.valid_to)))
  AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND claim.valid_from <= :as_of
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
ORDER BY document.published DESC, claim.id, about.id
LIMIT :limit
