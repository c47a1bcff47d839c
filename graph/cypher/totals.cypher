// asks: How many documents and entities are there, and from when to when do the documents reach?
// params:
// returns: name, number, first, last
CALL () {
  MATCH (document:Document {retired: ''})
  RETURN
    'documents' AS name,
    count(document) AS number,
    coalesce(min(CASE WHEN document.published <> '' THEN document.published END), '') AS first,
    coalesce(max(document.published), '') AS last
  UNION ALL
  MATCH (entity:Entity)
  WHERE entity.records > 0
  RETURN
    entity.label AS name,
    count(entity) AS number,
    '' AS first,
    '' AS last
}
RETURN
  name AS name,
  number AS number,
  first AS first,
  last AS last
ORDER BY name
