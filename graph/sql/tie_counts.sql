-- asks: How many ties has each of these entities?
-- params: entities
-- returns: entity, number
SELECT
  tied.entity AS entity,
  count(*) AS number
FROM (
  SELECT tie.source AS entity
  FROM ties AS tie
  WHERE tie.source IN (SELECT value FROM json_each(:entities))
  UNION ALL
  SELECT tie.target AS entity
  FROM ties AS tie
  WHERE tie.target IN (SELECT value FROM json_each(:entities))
) AS tied
GROUP BY tied.entity
ORDER BY entity
