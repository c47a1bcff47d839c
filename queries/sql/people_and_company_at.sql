-- asks: Which people shared a project, a thread, an event or a declared tie at these times: what made them acquainted?
-- params: as_of, as_of_start, known_at
-- returns: person, name, company
-- What was only planned counts: who plans together is acquainted.
WITH said AS (
  SELECT
    claim.subject_entity AS subject, claim.subject_label AS subject_label, claim.predicate AS predicate,
    claim.object_entity AS object, claim.object_label AS object_label
  FROM claims AS claim
  WHERE claim.predicate IN ('WORKS_ON', 'AFFILIATED_WITH', 'WROTE', 'MENTIONS', 'KNOWS')
    AND claim.polarity = 'asserts'
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
    AND claim.valid_from <= :as_of
    AND (claim.valid_from <> '' OR claim.subject_label <> 'Person' OR claim.recorded <= :as_of)
    AND (claim.valid_to = '' OR claim.valid_to >= substr(:as_of_start, 1, length(claim.valid_to)))
), shared AS (
  SELECT said.subject AS person, said.object AS company
  FROM said
  WHERE said.subject_label = 'Person' AND said.predicate IN ('WORKS_ON', 'AFFILIATED_WITH')
  UNION
  SELECT said.subject AS person, document.thread AS company
  FROM said
  JOIN documents AS document ON document.id = said.object
  WHERE said.subject_label = 'Person' AND said.predicate = 'WROTE'
  UNION
  SELECT said.object AS person, document.thread AS company
  FROM said
  JOIN documents AS document ON document.id = said.subject
  WHERE said.object_label = 'Person' AND said.predicate = 'MENTIONS'
  UNION
  SELECT said.subject AS person, 'knows:' || said.subject || ':' || said.object AS company
  FROM said
  WHERE said.predicate = 'KNOWS'
  UNION
  SELECT said.object AS person, 'knows:' || said.subject || ':' || said.object AS company
  FROM said
  WHERE said.predicate = 'KNOWS'
)
SELECT
  shared.person AS person,
  entity.name AS name,
  shared.company AS company
FROM shared
JOIN entities AS entity ON entity.id = shared.person
ORDER BY person, company
