-- asks: Which of these records are named by a standing claim or a mention outside these documents?
-- params: records, documents
-- returns: record
SELECT claim.subject AS record
FROM claims AS claim
WHERE claim.subject IN (SELECT value FROM json_each(:records))
  AND claim.retracted = ''
  AND claim.document NOT IN (SELECT value FROM json_each(:documents))
UNION
SELECT claim.object AS record
FROM claims AS claim
WHERE claim.object IN (SELECT value FROM json_each(:records))
  AND claim.retracted = ''
  AND claim.document NOT IN (SELECT value FROM json_each(:documents))
UNION
SELECT mention.record AS record
FROM mentions AS mention
WHERE mention.record IN (SELECT value FROM json_each(:records))
  AND mention.document NOT IN (SELECT value FROM json_each(:documents))
ORDER BY record
