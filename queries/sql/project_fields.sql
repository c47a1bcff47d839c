-- asks: How do the documents begin that list these projects, where each gives its state and its dates?
-- params: projects, known_at
-- returns: project, document, title, url, author, published, text
SELECT DISTINCT
  record.entity AS project,
  document.id AS document,
  document.title AS title,
  document.url AS url,
  document.author AS author,
  document.published AS published,
  substr(document.text, 1, 2000) AS text
FROM records AS record
JOIN documents AS document ON document.id = record.document
WHERE record.entity IN (SELECT value FROM json_each(:projects))
  AND record.status || record.starts || record.ends <> ''
  AND record.recorded <= :known_at
  AND (record.retracted = '' OR record.retracted > :known_at)
ORDER BY project, document
