-- asks: Which rows of lists of projects describe which project?
-- params: known_at
-- returns: project, document
SELECT DISTINCT
  record.entity AS project,
  record.document AS document
FROM records AS record
JOIN documents AS document ON document.id = record.document
WHERE record.label = 'Project'
  AND document.kind = 'project'
  AND record.recorded <= :known_at
  AND (record.retracted = '' OR record.retracted > :known_at)
ORDER BY project, document
