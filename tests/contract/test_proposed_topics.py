"""Both stores propose the same phrases to the curator."""

from ingest.proposed_topics import proposed_topics


def test_both_stores_propose_the_same_phrases(sample_sqlite, sample_neo4j):
    found = proposed_topics(sample_sqlite, 50)
    assert found
    assert proposed_topics(sample_neo4j, 50) == found
