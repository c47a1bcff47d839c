// asks: How much is there of each source, over what period, and how many people does it name and tell something of?
// params: sources
// returns: source, documents, first, last, people, doing
// `people` are all it names, `doing` those of them who wrote or are said to work on something, anywhere.
UNWIND $sources AS asked
CALL (asked) {
  MATCH (page:Document {source: asked, retired: ''})
  RETURN
    count(page) AS documents,
    coalesce(min(CASE WHEN page.published <> '' THEN page.published END), '') AS first,
    coalesce(max(page.published), '') AS last
}
CALL (asked) {
  MATCH (known:Record {source: asked, label: 'Person', retracted: ''})
  WITH DISTINCT known.entity AS person
  OPTIONAL MATCH (who:Entity {id: person})
  WITH
    person,
    EXISTS { (who)-[:WROTE|WORKS_ON]->() } OR EXISTS { (who)-[tie:ABOUT]->() WHERE tie.modality <> '' } AS does
  RETURN count(person) AS people, sum(CASE WHEN does THEN 1 ELSE 0 END) AS doing
}
RETURN
  asked AS source,
  documents AS documents,
  first AS first,
  last AS last,
  people AS people,
  doing AS doing
ORDER BY source
