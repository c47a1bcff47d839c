// asks: How many records does each of these handles have, counted no further than the most that matters?
// params: handles, most
// returns: handle, number
// A handle that no record has gives no row.
UNWIND $handles AS wanted
CALL (wanted) {
  MATCH (held:Handle)
  WHERE held.handle = wanted
  WITH held
  LIMIT $most
  RETURN count(held) AS found
}
WITH wanted, found
WHERE found > 0
RETURN
  wanted AS handle,
  found AS number
ORDER BY handle
