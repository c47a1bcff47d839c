"""What the curator of the sample community is shown."""

from ingest.proposed_topics import proposed_topics


def test_the_sample_speaks_of_these_and_its_vocabulary_does_not(told):
    assert [(item.phrase, item.documents, item.people) for item in proposed_topics(told, 6)] == [
        ("standing blood pressure", 3, 2),
        ("blood pressure", 6, 4),
        ("screening tool", 3, 2),
        ("turning clock", 3, 2),
        ("surgical wards", 5, 4),
        ("improvement analyst", 3, 3),
    ]
