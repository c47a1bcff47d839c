-- asks: How many documents and entities are there, and from when to when do the documents reach?
-- params:
-- returns: name, number, first, last
SELECT
  'documents' AS name,
  count(*) AS number,
  coalesce(min(nullif(document.published, '')), '') AS first,
  coalesce(max(document.published), '') AS last
FROM documents AS document
WHERE document.retired = ''
UNION ALL
SELECT
  entity.label AS name,
  count(*) AS number,
  '' AS first,
  '' AS last
FROM entities AS entity
WHERE entity.records > 0
GROUP BY entity.label
ORDER BY name
