// asks: How many documents were there and known at these times, and how far did they reach?
// params: as_of, known_at
// returns: number, first, last
MATCH (page:Document)
WHERE page.recorded <= $known_at
  AND (page.retired = '' OR page.retired > $known_at)
  AND page.published <= $as_of
  AND (page.published <> '' OR page.recorded <= $as_of)
RETURN
  count(page) AS number,
  coalesce(min(CASE WHEN page.published <> '' THEN page.published END), '') AS first,
  coalesce(max(page.published), '') AS last
