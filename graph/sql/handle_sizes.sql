-- asks: How many records does each of these handles have, counted no further than the most that matters?
-- params: handles, most
-- returns: handle, number
-- A handle that no record has gives no row.
SELECT
  counted.handle AS handle,
  counted.number AS number
FROM (
  SELECT
    wanted.value AS handle,
    (
      SELECT count(*)
      FROM (
        SELECT 1
        FROM handles AS held
        WHERE held.handle = wanted.value
        LIMIT :most
      )
    ) AS number
  FROM json_each(:handles) AS wanted
) AS counted
WHERE counted.number > 0
ORDER BY handle
