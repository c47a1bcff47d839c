-- asks: Who worked on these topics, as was true and known at these times, best first?
-- params: topics, part, status, strength, since, until, as_of, as_of_start, known_at, limit
-- returns: worker, worker_label, predicate, project, nearest, strength, status, first, last, ends
-- The + keeps the index on the date out: that on the relationship leads to far fewer claims.
-- `part` is 'project' for work on projects that are about them, 'topic' for work without a project that has a name.
-- What ended later than `as_of` was under way.
-- `nearest` is the place in `topics` of the first that it is about. What is no more than planned or proposed comes last.
WITH topic AS (
  SELECT value AS id, key AS steps FROM json_each(:topics)
), about AS (
  SELECT claim.subject_entity AS project, min(topic.steps) AS nearest
  FROM topic
  CROSS JOIN claims AS claim ON claim.object_entity = topic.id AND claim.predicate = 'ABOUT'
  WHERE :part = 'project'
    AND claim.subject_entity >= 'project:' AND claim.subject_entity < 'project;'
    AND claim.polarity = 'asserts'
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
    AND +claim.valid_from <= :as_of
    AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
    AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
  GROUP BY claim.subject_entity
), said AS (
  SELECT claim.subject_entity AS worker, claim.subject_label AS worker_label, claim.predicate AS predicate,
    about.project AS project, about.nearest AS nearest, claim.id AS id, claim.status AS status,
    claim.modality AS modality, claim.valid_from AS valid_from, claim.valid_to AS valid_to
  FROM about
  CROSS JOIN claims AS claim ON claim.object_entity = about.project
    AND claim.predicate IN ('WORKS_ON', 'RUNS', 'PARTNERS_IN', 'FUNDS')
  WHERE claim.polarity = 'asserts'
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
    AND +claim.valid_from <= :as_of
    AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
    AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
  UNION ALL
  SELECT claim.subject_entity, claim.subject_label, claim.predicate, '', topic.steps, claim.id, claim.status,
    claim.modality, claim.valid_from, claim.valid_to
  FROM topic
  CROSS JOIN claims AS claim ON claim.object_entity = topic.id AND claim.predicate = 'ABOUT'
  WHERE :part = 'topic'
    AND claim.subject_label IN ('Person', 'Organisation')
    AND claim.modality <> ''
    AND claim.polarity = 'asserts'
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
    AND +claim.valid_from <= :as_of
    AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
    AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
), work AS (
  SELECT
    said.worker, said.worker_label, said.predicate, said.project, said.nearest,
    min(CASE said.status WHEN 'asserted' THEN 1 WHEN 'declared' THEN 2 WHEN 'observed' THEN 3 ELSE 4 END) AS rank,
    coalesce(
      max(CASE WHEN said.status = 'declared' AND said.modality IN ('done', 'stopped', 'failed')
        THEN said.valid_from || ' ' || said.id || '|' || said.modality END),
      max(CASE WHEN said.modality <> '' THEN said.valid_from || ' ' || said.id || '|' || said.modality END),
      '|'
    ) AS latest,
    coalesce(min(nullif(said.valid_from, '')), '') AS first,
    max(said.valid_from) AS last,
    max(said.valid_to) AS until
  FROM said
  GROUP BY said.worker, said.worker_label, said.predicate, said.project,
    CASE said.project WHEN '' THEN said.nearest ELSE -1 END
), stated AS (
  SELECT
    work.*,
    CASE
      WHEN coalesce(project.status, '') IN ('done', 'stopped', 'failed') THEN project.status
      WHEN work.latest <> '|' THEN substr(work.latest, instr(work.latest, '|') + 1)
      ELSE coalesce(project.status, '')
    END AS state,
    coalesce(nullif(project.ends, ''), work.until) AS ends
  FROM work
  LEFT JOIN entities AS project ON project.id = work.project
), judged AS (
  SELECT
    stated.*,
    stated.state IN ('done', 'stopped', 'failed') AND stated.ends <> '' AND :as_of_start <> ''
      AND stated.ends >= substr(:as_of_start, 1, length(stated.ends)) AS later
  FROM stated
), timely AS (
  SELECT
    judged.worker, judged.worker_label, judged.predicate, judged.project, judged.nearest, judged.rank, judged.first,
    judged.last,
    CASE WHEN judged.later THEN 'doing' ELSE judged.state END AS state,
    CASE WHEN judged.later THEN '' ELSE judged.ends END AS ends
  FROM judged
), dated AS (
  SELECT
    timely.*,
    CASE WHEN timely.ends <> '' THEN timely.ends WHEN timely.state = 'doing' THEN '9999' ELSE timely.last END AS held
  FROM timely
), fitting AS (
  SELECT dated.*
  FROM dated
  WHERE (:status = '' OR dated.state = :status)
    AND (:strength = '' OR dated.rank = CASE :strength WHEN 'asserted' THEN 1 WHEN 'declared' THEN 2 WHEN 'observed' THEN 3 ELSE 4 END)
    AND (:since || :until = '' OR dated.first || dated.held <> '')
    AND (:since = '' OR dated.held >= substr(:since, 1, length(dated.held)))
    AND (:until = '' OR dated.first <= :until)
)
SELECT
  fitting.worker AS worker,
  fitting.worker_label AS worker_label,
  fitting.predicate AS predicate,
  fitting.project AS project,
  fitting.nearest AS nearest,
  CASE fitting.rank WHEN 1 THEN 'asserted' WHEN 2 THEN 'declared' WHEN 3 THEN 'observed' ELSE 'inferred' END AS strength,
  fitting.state AS status,
  fitting.first AS first,
  fitting.last AS last,
  fitting.ends AS ends
FROM fitting
ORDER BY
  fitting.state IN ('planned', 'proposed'),
  fitting.project = '',
  fitting.worker_label <> 'Person',
  fitting.state NOT IN ('doing', ''),
  fitting.last DESC,
  fitting.project,
  fitting.worker,
  fitting.predicate,
  fitting.nearest
LIMIT :limit
