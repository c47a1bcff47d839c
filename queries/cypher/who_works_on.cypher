// asks: Who works on projects about these topics, and since when?
// params: topics, as_of, as_of_start, known_at
// returns: worker, worker_label, worker_name, worker_role, worker_organisation, worker_place, worker_kind, project, project_name, project_place, project_status, project_starts, project_ends, topic, predicate, claims, first, last
MATCH (said:Claim)
WHERE said.object_entity IN $topics
  AND said.predicate = 'ABOUT'
  AND said.subject_label = 'Project'
  AND said.polarity = 'asserts'
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
WITH said.subject_entity AS project_id, min(said.object_entity) AS topic
MATCH (said:Claim)
WHERE said.object_entity = project_id
  AND said.predicate IN ['WORKS_ON', 'RUNS', 'PARTNERS_IN', 'FUNDS']
  AND said.polarity = 'asserts'
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
WITH
  said.subject_entity AS worker_id,
  project_id,
  topic,
  said.predicate AS predicate,
  count(*) AS claims,
  min(said.valid_from) AS first,
  max(said.valid_from) AS last
MATCH (who:Entity {id: worker_id})
MATCH (what:Entity {id: project_id})
RETURN
  who.id AS worker,
  who.label AS worker_label,
  who.name AS worker_name,
  who.role AS worker_role,
  who.organisation AS worker_organisation,
  who.place AS worker_place,
  who.kind AS worker_kind,
  what.id AS project,
  what.name AS project_name,
  what.place AS project_place,
  what.status AS project_status,
  what.starts AS project_starts,
  what.ends AS project_ends,
  topic AS topic,
  predicate AS predicate,
  claims AS claims,
  first AS first,
  last AS last
ORDER BY worker_name, project_name, predicate, worker, project
