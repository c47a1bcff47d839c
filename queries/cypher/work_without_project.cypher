// asks: Who is said to work on these topics, on no project that has a name, best first?
// params: topics, status, strength, since, until, limit
// returns: worker, worker_label, predicate, project, nearest, strength, status, first, last, ends
// `nearest` is the place in `topics` of the first that it is about. What is no more than planned or proposed comes last.
UNWIND range(0, size($topics) - 1) AS near
MATCH (:Entity {id: $topics[near]})<-[work:ABOUT]-(who:Entity)
WHERE who.label IN ['Person', 'Organisation'] AND work.modality <> ''
WITH work, near, CASE work.modality WHEN 'doing' THEN '9999' ELSE work.last_seen END AS held
WHERE ($status = '' OR work.modality = $status)
  AND ($strength = '' OR work.status = $strength)
  AND ($since + $until = '' OR work.first_seen + held <> '')
  AND ($since = '' OR held >= substring($since, 0, size(held)))
  AND ($until = '' OR work.first_seen <= $until)
WITH work, near
ORDER BY
  work.modality IN ['planned', 'proposed'],
  work.source_label <> 'Person',
  NOT work.modality IN ['doing', ''],
  work.last_seen DESC,
  work.source,
  work.predicate,
  near
LIMIT $limit
RETURN
  work.source AS worker,
  work.source_label AS worker_label,
  work.predicate AS predicate,
  '' AS project,
  near AS nearest,
  work.status AS strength,
  work.modality AS status,
  work.first_seen AS first,
  work.last_seen AS last,
  '' AS ends
