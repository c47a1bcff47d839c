-- asks: What kind of document is each, which thread does it stand in, and what is it called?
-- params: known_at
-- returns: document, kind, thread, title
SELECT
  document.id AS document,
  document.kind AS kind,
  document.thread AS thread,
  document.title AS title
FROM documents AS document
WHERE document.recorded <= :known_at
ORDER BY document
