// asks: How much was there and known of each source at these times, and how many people did it name and tell of?
// params: sources, as_of, as_of_start, known_at
// returns: source, documents, first, last, people, doing
// `people` are all it named, `doing` those of them who wrote or were said to work on something, anywhere.
UNWIND $sources AS asked
CALL (asked) {
  MATCH (page:Document {source: asked})
  WHERE page.recorded <= $known_at
    AND (page.retired = '' OR page.retired > $known_at)
    AND page.published <= $as_of
    AND (page.published <> '' OR page.recorded <= $as_of)
  RETURN
    count(page) AS documents,
    coalesce(min(CASE WHEN page.published <> '' THEN page.published END), '') AS first,
    coalesce(max(page.published), '') AS last
}
CALL (asked) {
  MATCH (known:Record {source: asked, label: 'Person'})
  WHERE known.recorded <= $known_at
    AND (known.retracted = '' OR known.retracted > $known_at)
  MATCH (page:Document {id: known.document})
  WHERE page.published <= $as_of
    AND (page.published <> '' OR page.recorded <= $as_of)
  WITH DISTINCT known.entity AS person
  WITH
    person,
    EXISTS {
      MATCH (said:Claim {subject_entity: person})
      WHERE said.predicate IN ['WROTE', 'WORKS_ON', 'ABOUT']
        AND (said.predicate <> 'ABOUT' OR said.modality <> '')
        AND said.polarity = 'asserts'
        AND said.recorded <= $known_at
        AND (said.retracted = '' OR said.retracted > $known_at)
        AND said.valid_from <= $as_of
        AND (said.valid_from <> '' OR said.recorded <= $as_of)
        AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
    } AS does
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
