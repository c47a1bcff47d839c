-- asks: Which people share a project, a thread, an event or a declared tie: what would make them acquainted?
-- params:
-- returns: person, name, company
WITH shared AS (
  SELECT
    tie.source AS person,
    tie.target AS company
  FROM ties AS tie
  WHERE tie.source_label = 'Person' AND tie.predicate IN ('WORKS_ON', 'AFFILIATED_WITH')
  UNION
  SELECT
    tie.source AS person,
    document.thread AS company
  FROM ties AS tie
  JOIN documents AS document ON document.id = tie.target
  WHERE tie.source_label = 'Person' AND tie.predicate = 'WROTE'
  UNION
  SELECT
    tie.target AS person,
    document.thread AS company
  FROM ties AS tie
  JOIN documents AS document ON document.id = tie.source
  WHERE tie.target_label = 'Person' AND tie.predicate = 'MENTIONS'
  UNION
  SELECT
    tie.source AS person,
    'knows:' || tie.source || ':' || tie.target AS company
  FROM ties AS tie
  WHERE tie.predicate = 'KNOWS'
  UNION
  SELECT
    tie.target AS person,
    'knows:' || tie.source || ':' || tie.target AS company
  FROM ties AS tie
  WHERE tie.predicate = 'KNOWS'
)
SELECT
  shared.person AS person,
  entity.name AS name,
  shared.company AS company
FROM shared
JOIN entities AS entity ON entity.id = shared.person
ORDER BY person, company
