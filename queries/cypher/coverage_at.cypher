// asks: How many documents, entities and claims were there and known at these times, and how far did documents reach?
// params: as_of, as_of_start, known_at
// returns: name, number, first, last
CALL () {
  MATCH (said:Claim)
  WHERE said.recorded <= $known_at
    AND (said.retracted = '' OR said.retracted > $known_at)
    AND said.valid_from <= $as_of
    AND (said.valid_from <> '' OR said.subject_label <> 'Person' OR said.recorded <= $as_of)
    AND (said.valid_to = '' OR said.valid_to >= substring($as_of_start, 0, size(said.valid_to)))
  RETURN
    'claims' AS name,
    count(said) AS number,
    '' AS first,
    '' AS last
  UNION ALL
  MATCH (page:Document)
  WHERE page.recorded <= $known_at
    AND (page.retired = '' OR page.retired > $known_at)
    AND page.published <= $as_of
    AND (page.published <> '' OR page.recorded <= $as_of)
  RETURN
    'documents' AS name,
    count(page) AS number,
    coalesce(min(CASE WHEN page.published <> '' THEN page.published END), '') AS first,
    coalesce(max(page.published), '') AS last
  UNION ALL
  MATCH (known:Record)
  WHERE known.recorded <= $known_at
    AND (known.retracted = '' OR known.retracted > $known_at)
  RETURN
    known.label AS name,
    count(DISTINCT known.entity) AS number,
    '' AS first,
    '' AS last
}
RETURN
  name AS name,
  number AS number,
  first AS first,
  last AS last
ORDER BY name
