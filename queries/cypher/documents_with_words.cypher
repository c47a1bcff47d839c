// asks: Which documents have these words in their title or text, by the number that the store knows each by?
// params: words
// returns: numbers[]
// The node's own number: no property of tens of thousands of nodes is read.
CALL db.index.fulltext.queryNodes('documents_words', $words) YIELD node AS document
RETURN collect(id(document)) AS numbers
