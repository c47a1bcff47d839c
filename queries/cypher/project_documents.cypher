// asks: Which documents describe a project as a whole, and what do they say?
// params: known_at
// returns: project, name, document, title, url, author, published, text
MATCH (described:Record)
WHERE described.label = 'Project' AND (described.retracted = '' OR described.retracted > $known_at) AND described.key ENDS WITH '|main'
MATCH (page:Document {id: described.document})
WHERE page.kind = 'project' AND page.recorded <= $known_at
MATCH (thing:Entity {id: described.entity})
RETURN DISTINCT
  thing.id AS project,
  thing.name AS name,
  page.id AS document,
  page.title AS title,
  page.url AS url,
  page.author AS author,
  page.published AS published,
  page.text AS text
ORDER BY project, document
