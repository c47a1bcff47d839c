-- asks: What kind of document is each, which thread does it stand in, and when was it published?
-- params: known_at
-- returns: document, kind, thread, published
SELECT
  document.id AS document,
  document.kind AS kind,
  document.thread AS thread,
  document.published AS published
FROM documents AS document
WHERE document.recorded <= :known_at
ORDER BY document
