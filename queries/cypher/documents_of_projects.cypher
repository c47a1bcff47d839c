// asks: Which rows of lists of projects describe which project?
// params: known_at
// returns: project, document
MATCH (row:Record {label: 'Project'})
WHERE row.recorded <= $known_at
  AND (row.retracted = '' OR row.retracted > $known_at)
MATCH (page:Document {id: row.document})
WHERE page.kind = 'project'
RETURN DISTINCT
  row.entity AS project,
  page.id AS document
ORDER BY project, document
