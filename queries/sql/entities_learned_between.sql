-- asks: Which people and projects were first read in this period, in how many records?
-- params: since, until
-- returns: entity, label, name, first, records
SELECT
  entity.id AS entity,
  entity.label AS label,
  entity.name AS name,
  min(record.recorded) AS first,
  count(*) AS records
FROM records AS record
JOIN entities AS entity ON entity.id = record.entity
WHERE record.label IN ('Person', 'Project') AND record.recorded <= :until
GROUP BY entity.id, entity.label, entity.name
HAVING min(record.recorded) >= :since
ORDER BY entity.id
