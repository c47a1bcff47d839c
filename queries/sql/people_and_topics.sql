-- asks: Which people are tied to which topics, through what they work on, wrote or are said to do?
-- params:
-- returns: person, topic, way, source
SELECT
  tie.source AS person,
  tie.target AS topic,
  'is about' AS way,
  tie.id AS source
FROM ties AS tie
WHERE tie.predicate = 'ABOUT' AND tie.source_label = 'Person'
UNION
SELECT
  work.source AS person,
  about.target AS topic,
  CASE work.predicate WHEN 'WROTE' THEN 'wrote about' ELSE 'works on' END AS way,
  work.id || ' ' || about.id AS source
FROM ties AS work
JOIN ties AS about ON about.source = work.target AND about.predicate = 'ABOUT'
WHERE work.predicate IN ('WORKS_ON', 'WROTE') AND work.source_label = 'Person'
ORDER BY person, topic, way, source
