// asks: Which of these records are named by a standing claim or a mention outside these documents?
// params: records, documents
// returns: record
CALL () {
  MATCH (claim:Claim)
  WHERE claim.subject IN $records
    AND claim.retracted = ''
    AND NOT claim.document IN $documents
  RETURN claim.subject AS record
  UNION
  MATCH (claim:Claim)
  WHERE claim.object IN $records
    AND claim.retracted = ''
    AND NOT claim.document IN $documents
  RETURN claim.object AS record
  UNION
  MATCH (mention:Mention)
  WHERE mention.record IN $records
    AND NOT mention.document IN $documents
  RETURN mention.record AS record
}
RETURN record AS record
ORDER BY record
