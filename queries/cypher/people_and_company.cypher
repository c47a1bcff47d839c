// asks: Which people share a project, a thread, an event or a declared tie: what would make them acquainted?
// params: 
// returns: person, company
CALL () {
  MATCH (person:Person)-[:WORKS_ON|AFFILIATED_WITH]->(company:Entity)
  RETURN
    person.id AS person,
    company.id AS company
  UNION
  MATCH (person:Person)-[:WROTE]->(document:Document)
  RETURN
    person.id AS person,
    document.thread AS company
  UNION
  MATCH (document:Document)-[:MENTIONS]->(person:Person)
  RETURN
    person.id AS person,
    document.thread AS company
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
RETURN
  person AS person,
  company AS company
ORDER BY person, company
