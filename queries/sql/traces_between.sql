-- asks: Which people and projects were first said in this period, or were said before it and not in it?
-- params: since, until, after, known_at
-- returns: entity, label, name, first, before, last_before, within, undated
WITH dated AS (
  SELECT
    claim.subject_entity AS entity,
    CASE WHEN claim.valid_from <> '' THEN claim.valid_from ELSE document.published END AS day
  FROM claims AS claim
  JOIN documents AS document ON document.id = claim.document
  WHERE claim.subject_label IN ('Person', 'Project')
    AND claim.polarity = 'asserts'
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
  UNION ALL
  SELECT
    claim.object_entity AS entity,
    CASE WHEN claim.valid_from <> '' THEN claim.valid_from ELSE document.published END AS day
  FROM claims AS claim
  JOIN documents AS document ON document.id = claim.document
  WHERE claim.object_label = 'Project'
    AND claim.polarity = 'asserts'
    AND claim.recorded <= :known_at
    AND (claim.retracted = '' OR claim.retracted > :known_at)
), counted AS (
  SELECT
    dated.entity AS entity,
    coalesce(min(nullif(dated.day, '')), '') AS first,
    sum(dated.day <> '' AND dated.day < :since) AS before,
    max(CASE WHEN dated.day < :since THEN dated.day ELSE '' END) AS last_before,
    sum(dated.day >= :since AND dated.day <= :until) AS within,
    sum(dated.day = '') AS undated
  FROM dated
  GROUP BY dated.entity
)
SELECT
  entity.id AS entity,
  entity.label AS label,
  entity.name AS name,
  counted.first AS first,
  counted.before AS before,
  counted.last_before AS last_before,
  counted.within AS within,
  counted.undated AS undated
FROM counted
JOIN entities AS entity ON entity.id = counted.entity
WHERE (counted.first >= :since AND counted.first <= :until)
  OR (counted.within = 0 AND counted.before > 1 AND counted.last_before >= :after)
ORDER BY entity.id
