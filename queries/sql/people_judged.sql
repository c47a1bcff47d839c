-- asks: Whom did somebody judge to be one with any of these people, or to be another, and which of it?
-- params: entities
-- returns: entity, other, verdict
-- What a rule says counts for nothing here, nor what was taken back or left unsure.
SELECT
  mine.entity AS entity,
  theirs.entity AS other,
  judged.verdict AS verdict
FROM records AS mine
INNER JOIN judgements AS judged ON judged."left" = mine.id
INNER JOIN records AS theirs ON theirs.id = judged."right"
WHERE mine.entity IN (SELECT value FROM json_each(:entities))
  AND judged.undone = ''
  AND judged.verdict IN ('same', 'different')
  AND substr(judged."by", 1, 5) <> 'rule:'
  AND theirs.entity <> mine.entity
UNION
SELECT
  mine.entity AS entity,
  theirs.entity AS other,
  judged.verdict AS verdict
FROM records AS mine
INNER JOIN judgements AS judged ON judged."right" = mine.id
INNER JOIN records AS theirs ON theirs.id = judged."left"
WHERE mine.entity IN (SELECT value FROM json_each(:entities))
  AND judged.undone = ''
  AND judged.verdict IN ('same', 'different')
  AND substr(judged."by", 1, 5) <> 'rule:'
  AND theirs.entity <> mine.entity
ORDER BY entity, other, verdict
