-- asks: How many entities of each label have these words in their names?
-- params: words
-- returns: label, found
SELECT
  entity.label AS label,
  count(*) AS found
FROM entities_words AS words
JOIN entities AS entity ON entity.row = words.rowid
WHERE words.name_words MATCH :words AND entity.records > 0
GROUP BY entity.label
ORDER BY label
