// asks: Which places are people, projects and organisations said to be at, and of which kinds are organisations?
// params:
// returns: field, value
CALL () {
  MATCH (thing:Entity)
  WHERE thing.place <> ''
  RETURN DISTINCT
    'place' AS field,
    thing.place AS value
  UNION
  MATCH (thing:Organisation)
  WHERE thing.kind <> ''
  RETURN DISTINCT
    'kind' AS field,
    thing.kind AS value
}
RETURN
  field AS field,
  value AS value
ORDER BY field, value
