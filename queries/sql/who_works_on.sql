-- asks: Who works on projects about these topics, and since when?
-- params: topics, as_of, as_of_start, known_at
-- returns: worker, worker_label, worker_name, worker_role, worker_organisation, worker_place, worker_kind, project, project_name, project_place, project_status, project_starts, project_ends, topic, predicate, claims, first, last
WITH about AS (
  SELECT claim.subject_entity AS project, min(claim.object_entity) AS topic
  FROM claims AS claim
  WHERE claim.object_entity IN (SELECT value FROM json_each(:topics))
    AND claim.predicate = 'ABOUT'
    AND claim.subject_label = 'Project'
    AND claim.polarity = 'asserts'
    AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND claim.valid_from <= :as_of
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
  GROUP BY claim.subject_entity
), work AS (
  SELECT
    claim.subject_entity AS worker,
    claim.object_entity AS project,
    about.topic AS topic,
    claim.predicate AS predicate,
    count(*) AS claims,
    min(claim.valid_from) AS first,
    max(claim.valid_from) AS last
  FROM about
  JOIN claims AS claim ON claim.object_entity = about.project
    AND claim.predicate IN ('WORKS_ON', 'RUNS', 'PARTNERS_IN', 'FUNDS')
  WHERE claim.polarity = 'asserts'
    AND claim.recorded <= :known_at
  AND (claim.retracted = '' OR claim.retracted > :known_at)
  AND claim.valid_from <= :as_of
  AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
  GROUP BY claim.subject_entity, claim.object_entity, about.topic, claim.predicate
)
SELECT
  worker.id AS worker,
  worker.label AS worker_label,
  worker.name AS worker_name,
  worker.role AS worker_role,
  worker.organisation AS worker_organisation,
  worker.place AS worker_place,
  worker.kind AS worker_kind,
  project.id AS project,
  project.name AS project_name,
  project.place AS project_place,
  project.status AS project_status,
  project.starts AS project_starts,
  project.ends AS project_ends,
  work.topic AS topic,
  work.predicate AS predicate,
  work.claims AS claims,
  work.first AS first,
  work.last AS last
FROM work
JOIN entities AS worker ON worker.id = work.worker
JOIN entities AS project ON project.id = work.project
ORDER BY worker_name, project_name, predicate, worker, project
