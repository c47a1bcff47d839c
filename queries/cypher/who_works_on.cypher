// asks: Who works on projects that are about these topics, best first?
// params: topics, running, status, strength, since, until, limit
// returns: worker, worker_label, predicate, project, nearest, strength, status, first, last, ends
// `nearest` is the place in `topics` of the first that it is about. What is no more than planned or proposed comes last.
// `running` is 'yes' for people's work under way alone: what stands first, and far fewer rows to put in order.
UNWIND range(0, size($topics) - 1) AS steps
MATCH (:Entity {id: $topics[steps]})<-[:ABOUT]-(made:Project)
WITH made, min(steps) AS near
WHERE $running = '' OR NOT made.status IN ['done', 'stopped', 'failed']
MATCH (made)<-[work:WORKS_ON|RUNS|PARTNERS_IN|FUNDS]-(:Entity)
WITH
  work,
  made.id AS task,
  near,
  made.ends AS over,
  CASE
    WHEN made.status IN ['done', 'stopped', 'failed'] OR work.modality = '' THEN made.status
    ELSE work.modality
  END AS state
WITH *, CASE WHEN over <> '' THEN over WHEN state = 'doing' THEN '9999' ELSE work.last_seen END AS held
WHERE ($running = '' OR (state IN ['doing', ''] AND work.source_label = 'Person'))
  AND ($status = '' OR state = $status)
  AND ($strength = '' OR work.status = $strength)
  AND ($since + $until = '' OR work.first_seen + held <> '')
  AND ($since = '' OR held >= substring($since, 0, size(held)))
  AND ($until = '' OR work.first_seen <= $until)
WITH work, task, near, over, state
ORDER BY
  state IN ['planned', 'proposed'],
  work.source_label <> 'Person',
  NOT state IN ['doing', ''],
  work.last_seen DESC,
  task,
  work.source,
  work.predicate,
  near
LIMIT $limit
RETURN
  work.source AS worker,
  work.source_label AS worker_label,
  work.predicate AS predicate,
  task AS project,
  near AS nearest,
  work.status AS strength,
  state AS status,
  work.first_seen AS first,
  work.last_seen AS last,
  over AS ends
