// asks: What kind of document is each, which thread does it stand in, and what is it called?
// params: known_at
// returns: document, kind, thread, title
MATCH (page:Document)
WHERE page.recorded <= $known_at
RETURN
  page.id AS document,
  page.kind AS kind,
  page.thread AS thread,
  page.title AS title
ORDER BY document
