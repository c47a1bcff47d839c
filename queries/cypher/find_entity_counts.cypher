// asks: How many entities of each label have these words in their names?
// params: words
// returns: label, found
CALL db.index.fulltext.queryNodes('entities_words', $words) YIELD node AS entity
WHERE entity.records > 0
RETURN
  entity.label AS label,
  count(*) AS found
ORDER BY label
