-- asks: Who wrote documents about these topics, of those who are not among these, newest first?
-- params: topics, others, strength, since, until, as_of, as_of_start, known_at, limit
-- returns: writer, writer_label, nearest, documents, strength, first, last
-- The + keeps the index on the date out: that on the relationship leads to far fewer claims.
WITH topic AS (
  SELECT value AS id, key AS steps FROM json_each(:topics)
), about AS (
  SELECT claim.subject_entity AS document, min(topic.steps) AS nearest
  FROM topic
  CROSS JOIN claims AS claim ON claim.object_entity = topic.id AND claim.predicate = 'ABOUT'
  WHERE claim.subject_label = 'Document'
    AND claim.polarity = 'asserts'
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
    AND +claim.valid_from <= :as_of
    AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
    AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
  GROUP BY claim.subject_entity
), wrote AS (
  SELECT
    claim.subject_entity AS writer, claim.subject_label AS writer_label, min(about.nearest) AS nearest,
    count(DISTINCT about.document) AS documents,
    min(CASE claim.status WHEN 'asserted' THEN 1 WHEN 'declared' THEN 2 WHEN 'observed' THEN 3 ELSE 4 END) AS rank,
    coalesce(min(nullif(claim.valid_from, '')), '') AS first,
    max(claim.valid_from) AS last
  FROM about
  CROSS JOIN claims AS claim ON claim.object_entity = about.document AND claim.predicate = 'WROTE'
  WHERE claim.polarity = 'asserts'
    AND claim.subject_entity NOT IN (SELECT value FROM json_each(:others))
    AND (:since || :until = '' OR claim.valid_from <> '')
    AND (:since = '' OR claim.valid_from >= substr(:since, 1, length(claim.valid_from)))
    AND (:until = '' OR claim.valid_from <= :until)
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
    AND +claim.valid_from <= :as_of
    AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
    AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
  GROUP BY claim.subject_entity, claim.subject_label
)
SELECT
  wrote.writer AS writer,
  wrote.writer_label AS writer_label,
  wrote.nearest AS nearest,
  wrote.documents AS documents,
  CASE wrote.rank WHEN 1 THEN 'asserted' WHEN 2 THEN 'declared' WHEN 3 THEN 'observed' ELSE 'inferred' END AS strength,
  wrote.first AS first,
  wrote.last AS last
FROM wrote
WHERE :strength = ''
  OR wrote.rank = CASE :strength WHEN 'asserted' THEN 1 WHEN 'declared' THEN 2 WHEN 'observed' THEN 3 ELSE 4 END
ORDER BY wrote.writer_label <> 'Person', wrote.last DESC, wrote.writer
LIMIT :limit
