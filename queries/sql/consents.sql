-- asks: Who said that they may, or may not, be suggested to others, and by which names and ids are they known?
-- params:
-- returns: id, entity, name, names[], ids[], says, words, recorded
-- A row that is another person's now has no entity: the name alone is left.
SELECT
  consent.id AS id,
  consent.entity AS entity,
  consent.name AS name,
  coalesce(entity.names, '[]') AS names,
  coalesce(entity.ids, '[]') AS ids,
  consent.says AS says,
  consent.words AS words,
  consent.recorded AS recorded
FROM consents AS consent
LEFT JOIN entities AS entity ON entity.id = consent.entity
ORDER BY recorded, id
