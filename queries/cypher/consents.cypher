// asks: Who said that they may, or may not, be suggested to others, and by which names and ids are they known?
// params:
// returns: id, entity, name, names[], ids[], says, words, recorded
// A row that is another person's now has no entity: the name alone is left.
MATCH (consent:Consent)
OPTIONAL MATCH (who:Entity {id: consent.entity})
RETURN
  consent.id AS id,
  consent.entity AS entity,
  consent.name AS name,
  coalesce(who.names, []) AS names,
  coalesce(who.ids, []) AS ids,
  consent.says AS says,
  consent.words AS words,
  consent.recorded AS recorded
ORDER BY recorded, id
