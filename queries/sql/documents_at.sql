-- asks: How many documents were there and known at these times, and how far did they reach?
-- params: as_of, known_at
-- returns: number, first, last
SELECT
  count(*) AS number,
  coalesce(min(nullif(document.published, '')), '') AS first,
  coalesce(max(document.published), '') AS last
FROM documents AS document
WHERE document.recorded <= :known_at
  AND (document.retired = '' OR document.retired > :known_at)
  AND document.published <= :as_of
  AND (document.published <> '' OR document.recorded <= :as_of)
