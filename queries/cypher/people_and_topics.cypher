// asks: Which people are tied to which topics, through what they work on, wrote or are said to do?
// params:
// returns: person, topic, way, source
CALL () {
  MATCH (who:Person)-[tie:ABOUT]->(what:Topic)
  RETURN
    who.id AS person,
    what.id AS topic,
    'is about' AS way,
    tie.id AS source
  UNION
  MATCH (who:Person)-[work:WORKS_ON|WROTE]->()-[about:ABOUT]->(what:Topic)
  RETURN
    who.id AS person,
    what.id AS topic,
    CASE type(work) WHEN 'WROTE' THEN 'wrote about' ELSE 'works on' END AS way,
    work.id + ' ' + about.id AS source
}
RETURN
  person AS person,
  topic AS topic,
  way AS way,
  source AS source
ORDER BY person, topic, way, source
