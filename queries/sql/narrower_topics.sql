-- asks: Which topics are narrower than this one, and through which broader one?
-- params: topic
-- returns: topic, name, broader, steps
WITH RECURSIVE narrower (topic, broader, steps) AS (
  SELECT :topic, '', 0
  UNION
  SELECT tie.source, tie.target, narrower.steps + 1
  FROM narrower
  JOIN ties AS tie ON tie.target = narrower.topic AND tie.predicate = 'BROADER'
  WHERE narrower.steps < 6
)
SELECT
  narrower.topic AS topic,
  entity.name AS name,
  min(narrower.broader) AS broader,
  min(narrower.steps) AS steps
FROM narrower
JOIN entities AS entity ON entity.id = narrower.topic
GROUP BY narrower.topic, entity.name
ORDER BY steps, name, topic
