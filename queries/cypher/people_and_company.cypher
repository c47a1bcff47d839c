// asks: Which people share a project, a thread, an event or a declared tie: what would make them acquainted?
// params:
// returns: person, name, company
CALL () {
  MATCH (who:Person)-[:WORKS_ON|AFFILIATED_WITH]->(shared:Entity)
  RETURN
    who.id AS person,
    shared.id AS company
  UNION
  MATCH (who:Person)-[:WROTE]->(page:Document)
  RETURN
    who.id AS person,
    page.thread AS company
  UNION
  MATCH (page:Document)-[:MENTIONS]->(who:Person)
  RETURN
    who.id AS person,
    page.thread AS company
  UNION
  MATCH (one:Person)-[:KNOWS]->(other:Person)
  RETURN
    one.id AS person,
    'knows:' + one.id + ':' + other.id AS company
  UNION
  MATCH (one:Person)-[:KNOWS]->(other:Person)
  RETURN
    other.id AS person,
    'knows:' + one.id + ':' + other.id AS company
}
MATCH (known:Entity {id: person})
RETURN
  person AS person,
  known.name AS name,
  company AS company
ORDER BY person, company
