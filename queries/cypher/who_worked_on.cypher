// asks: Who worked on these topics, as was true and known at these times, best first?
// params: topics, part, status, strength, since, until, as_of, as_of_start, known_at, limit
// returns: worker, worker_label, predicate, project, nearest, strength, status, first, last, ends
// `part` is 'project' for work on projects that are about them, 'topic' for work without a project that has a name.
// What ended later than `as_of` was under way.
// `nearest` is the place in `topics` of the first that it is about. What is no more than planned or proposed comes last.
CALL () {
  UNWIND range(0, size($topics) - 1) AS steps
  WITH steps
  WHERE $part = 'project'
  MATCH (subject:Claim)
  WHERE subject.object_entity = $topics[steps]
    AND subject.predicate = 'ABOUT'
    AND subject.subject_label = 'Project'
    AND subject.polarity = 'asserts'
  AND subject.recorded <= $known_at
  AND (subject.retracted = '' OR subject.retracted > $known_at)
  AND subject.valid_from <= $as_of
  AND (subject.valid_from <> '' OR subject.subject_label <> 'Person' OR subject.recorded <= $as_of)
  AND (subject.valid_to = '' OR subject.valid_to >= substring($as_of_start, 0, size(subject.valid_to)))
  WITH subject.subject_entity AS task, min(steps) AS near
  MATCH (said:Claim)
  WHERE said.object_entity = task
    AND said.predicate IN ['WORKS_ON', 'RUNS', 'PARTNERS_IN', 'FUNDS']
    AND said.polarity = 'asserts'
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
  RETURN said, task, near
  UNION ALL
  UNWIND range(0, size($topics) - 1) AS near
  WITH near
  WHERE $part = 'topic'
  MATCH (said:Claim)
  WHERE said.object_entity = $topics[near]
    AND said.predicate = 'ABOUT'
    AND said.subject_label IN ['Person', 'Organisation']
    AND said.modality <> ''
    AND said.polarity = 'asserts'
  AND said.recorded <= $known_at
  AND (said.retracted = '' OR said.retracted > $known_at)
  AND said.valid_from <= $as_of
  AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
  AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
  RETURN said, '' AS task, near
}
WITH
  said.subject_entity AS who,
  said.subject_label AS kind,
  said.predicate AS how,
  task,
  CASE task WHEN '' THEN near ELSE -1 END AS own,
  min(near) AS near,
  min(CASE said.status WHEN 'asserted' THEN 1 WHEN 'declared' THEN 2 WHEN 'observed' THEN 3 ELSE 4 END) AS rank,
  coalesce(
    max(CASE WHEN said.status = 'declared' AND said.modality IN ['done', 'stopped', 'failed']
      THEN said.valid_from + ' ' + said.id + '|' + said.modality END),
    max(CASE WHEN said.modality <> '' THEN said.valid_from + ' ' + said.id + '|' + said.modality END),
    '|'
  ) AS latest,
  coalesce(min(nullIf(said.valid_from, '')), '') AS begun,
  max(said.valid_from) AS newest,
  max(said.valid_to) AS until
OPTIONAL MATCH (made:Entity {id: task})
WITH
  *,
  CASE
    WHEN coalesce(made.status, '') IN ['done', 'stopped', 'failed'] THEN made.status
    WHEN latest <> '|' THEN split(latest, '|')[1]
    ELSE coalesce(made.status, '')
  END AS state,
  coalesce(nullIf(made.ends, ''), until) AS over
WITH
  *,
  state IN ['done', 'stopped', 'failed'] AND over <> '' AND $as_of_start <> ''
    AND over >= substring($as_of_start, 0, size(over)) AS later
WITH
  who, kind, how, task, near, rank, begun, newest,
  CASE WHEN later THEN 'doing' ELSE state END AS state,
  CASE WHEN later THEN '' ELSE over END AS over
WITH *, CASE WHEN over <> '' THEN over WHEN state = 'doing' THEN '9999' ELSE newest END AS held
WHERE ($status = '' OR state = $status)
  AND ($strength = '' OR rank = CASE $strength WHEN 'asserted' THEN 1 WHEN 'declared' THEN 2 WHEN 'observed' THEN 3 ELSE 4 END)
  AND ($since + $until = '' OR begun + held <> '')
  AND ($since = '' OR held >= substring($since, 0, size(held)))
  AND ($until = '' OR begun <= $until)
RETURN
  who AS worker,
  kind AS worker_label,
  how AS predicate,
  task AS project,
  near AS nearest,
  CASE rank WHEN 1 THEN 'asserted' WHEN 2 THEN 'declared' WHEN 3 THEN 'observed' ELSE 'inferred' END AS strength,
  state AS status,
  begun AS first,
  newest AS last,
  over AS ends
ORDER BY
  state IN ['planned', 'proposed'],
  task = '',
  kind <> 'Person',
  NOT state IN ['doing', ''],
  newest DESC,
  task,
  who,
  how,
  near
LIMIT $limit
