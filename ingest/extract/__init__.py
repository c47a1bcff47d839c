"""From prose to names and relations, each with its place in the text; the one home of spaCy."""
