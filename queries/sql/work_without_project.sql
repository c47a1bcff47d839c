-- asks: Who is said to work on these topics, on no project that has a name, best first?
-- params: topics, status, strength, since, until, limit
-- returns: worker, worker_label, predicate, project, nearest, strength, status, first, last, ends
-- `nearest` is the place in `topics` of the first that it is about. What is no more than planned or proposed comes last.
WITH topic AS (
  SELECT value AS id, key AS steps FROM json_each(:topics)
), work AS (
  SELECT
    tie.source AS worker, tie.predicate AS predicate, topic.steps AS nearest, tie.status AS strength,
    tie.first_seen AS first, tie.last_seen AS last, tie.modality AS state,
    CASE tie.modality WHEN 'doing' THEN '9999' ELSE tie.last_seen END AS held
  FROM topic
  CROSS JOIN ties AS tie ON tie.target = topic.id AND tie.predicate = 'ABOUT'
  WHERE (
    (tie.source >= 'person:' AND tie.source < 'person;')
    OR (tie.source >= 'organisation:' AND tie.source < 'organisation;')
  )
    AND tie.modality <> ''
)
SELECT
  work.worker AS worker,
  CASE WHEN work.worker >= 'person:' AND work.worker < 'person;' THEN 'Person' ELSE 'Organisation' END AS worker_label,
  work.predicate AS predicate,
  '' AS project,
  work.nearest AS nearest,
  work.strength AS strength,
  work.state AS status,
  work.first AS first,
  work.last AS last,
  '' AS ends
FROM work
WHERE (:status = '' OR work.state = :status)
  AND (:strength = '' OR work.strength = :strength)
  AND (:since || :until = '' OR work.first || work.held <> '')
  AND (:since = '' OR work.held >= substr(:since, 1, length(work.held)))
  AND (:until = '' OR work.first <= :until)
ORDER BY
  work.state IN ('planned', 'proposed'),
  worker_label <> 'Person',
  work.state NOT IN ('doing', ''),
  work.last DESC,
  work.worker,
  work.predicate,
  work.nearest
LIMIT :limit
