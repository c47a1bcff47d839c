-- asks: Which documents describe a project as a whole, and what do they say?
-- params: known_at
-- returns: project, name, document, title, url, author, published, text
SELECT DISTINCT
  entity.id AS project,
  entity.name AS name,
  document.id AS document,
  document.title AS title,
  document.url AS url,
  document.author AS author,
  document.published AS published,
  document.text AS text
FROM records AS record
JOIN entities AS entity ON entity.id = record.entity
JOIN documents AS document ON document.id = record.document
WHERE record.label = 'Project' AND document.kind = 'project' AND document.recorded <= :known_at
  AND (record.retracted = '' OR record.retracted > :known_at)
  AND record.key LIKE '%|main'
ORDER BY project, document
