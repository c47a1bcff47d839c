-- asks: Which documents have these words in their title or text, by the number that the store knows each by?
-- params: words
-- returns: numbers[]
SELECT json_group_array(rowid) AS numbers
FROM documents_words
WHERE documents_words MATCH :words
