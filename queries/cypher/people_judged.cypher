// asks: Whom did somebody judge to be one with any of these people, or to be another, and which of it?
// params: entities
// returns: entity, other, verdict
// What a rule says counts for nothing here, nor what was taken back or left unsure.
CALL () {
  MATCH (mine:Record)
  WHERE mine.entity IN $entities
  MATCH (judged:Judgement {left: mine.id})
  RETURN
    mine,
    judged,
    judged.right AS far
  UNION
  MATCH (mine:Record)
  WHERE mine.entity IN $entities
  MATCH (judged:Judgement {right: mine.id})
  RETURN
    mine,
    judged,
    judged.left AS far
}
WITH mine, judged, far
WHERE judged.undone = ''
  AND judged.verdict IN ['same', 'different']
  AND NOT judged.by STARTS WITH 'rule:'
MATCH (theirs:Record {id: far})
WHERE theirs.entity <> mine.entity
RETURN DISTINCT
  mine.entity AS entity,
  theirs.entity AS other,
  judged.verdict AS verdict
ORDER BY entity, other, verdict
