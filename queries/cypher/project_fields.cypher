// asks: How do the documents begin that list these projects, where each gives its state and its dates?
// params: projects, known_at
// returns: project, document, title, url, author, published, text
MATCH (described:Record)
WHERE described.entity IN $projects
  AND described.status + described.starts + described.ends <> ''
  AND described.recorded <= $known_at
  AND (described.retracted = '' OR described.retracted > $known_at)
MATCH (page:Document {id: described.document})
RETURN DISTINCT
  described.entity AS project,
  page.id AS document,
  page.title AS title,
  page.url AS url,
  page.author AS author,
  page.published AS published,
  substring(page.text, 0, 2000) AS text
ORDER BY project, document
