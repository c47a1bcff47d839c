-- asks: How much is there of each source, over what period, and how many people does it name and tell something of?
-- params: sources
-- returns: source, documents, first, last, people, doing
-- `people` are all it names, `doing` those of them who wrote or are said to work on something, anywhere.
WITH written AS (
  SELECT document.source AS source, count(*) AS documents,
    coalesce(min(nullif(document.published, '')), '') AS first, coalesce(max(document.published), '') AS last
  FROM documents AS document
  WHERE document.retired = ''
  GROUP BY document.source
), named AS (
  SELECT DISTINCT record.source AS source, record.entity AS person
  FROM records AS record
  WHERE record.label = 'Person' AND record.retracted = ''
), told AS (
  SELECT named.source AS source, count(*) AS people,
    sum(EXISTS (
      SELECT 1 FROM ties AS tie
      WHERE tie.source = named.person AND tie.predicate IN ('WROTE', 'WORKS_ON')
    ) OR EXISTS (
      SELECT 1 FROM ties AS tie
      WHERE tie.source = named.person AND tie.predicate = 'ABOUT' AND tie.modality <> ''
    )) AS doing
  FROM named
  GROUP BY named.source
)
SELECT
  asked.value AS source,
  coalesce(written.documents, 0) AS documents,
  coalesce(written.first, '') AS first,
  coalesce(written.last, '') AS last,
  coalesce(told.people, 0) AS people,
  coalesce(told.doing, 0) AS doing
FROM json_each(:sources) AS asked
LEFT JOIN written ON written.source = asked.value
LEFT JOIN told ON told.source = asked.value
ORDER BY source
