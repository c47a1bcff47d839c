// asks: How many ties has each of these entities?
// params: entities
// returns: entity, number
MATCH (tied:Entity)
WHERE tied.id IN $entities AND EXISTS { (tied)--() }
RETURN
  tied.id AS entity,
  COUNT { (tied)--() } AS number
ORDER BY entity
