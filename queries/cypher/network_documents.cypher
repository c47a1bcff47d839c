// asks: What kind of document is each, which thread does it stand in, and when was it published?
// params: known_at
// returns: document, kind, thread, published
MATCH (page:Document)
WHERE page.recorded <= $known_at
RETURN
  page.id AS document,
  page.kind AS kind,
  page.thread AS thread,
  page.published AS published
ORDER BY document
