import json

import pytest

from graph.model import DocumentKind, Label
from ingest.clean import clean
from ingest.sources import recognise
from tests.ingest.reading import drafts, main, read, reasons, source, stated

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix t: <http://example.org/t/> .
t:scheme a skos:ConceptScheme ; skos:prefLabel "Topics"@en .
t:safety a skos:Concept ; skos:prefLabel "Sicherheit"@de, "Safety"@en ; skos:narrower t:falls .
t:falls a skos:Concept ; skos:prefLabel "Falls"@en-GB ; skos:altLabel "Falls prevention"@en, "Stürze"@de ;
  skos:notation "S.1" ; skos:definition "People who fall."@en .
t:huddles a skos:Concept ; skos:prefLabel "Huddles" ; skos:broader t:safety, t:unknown .
"""
XML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rdf:RDF [<!ENTITY skos "http://www.w3.org/2004/02/skos/core#">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<rdf:Description rdf:about="http://example.org/t/safety"><rdf:type rdf:resource="&skos;Concept"/>
<skos:prefLabel xml:lang="en">Safety</skos:prefLabel></rdf:Description>
<skos:Concept rdf:about="http://example.org/t/falls"><skos:prefLabel xml:lang="en">Falls</skos:prefLabel>
<skos:broader rdf:resource="http://example.org/t/safety"/></skos:Concept>
</rdf:RDF>
"""
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&i;</rdf:RDF>'
)
OUTSIDE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'


@pytest.fixture
def topics_of(tmp_path):
    def made(data, name="t.ttl"):
        text = data if isinstance(data, str | bytes) else json.dumps(data)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read(tmp_path, source("vocabulary", name))

    return made


def test_a_concept_is_a_topic_with_its_english_names(topics_of):
    falls, huddles, safety = drafts(topics_of(TURTLE))
    assert (falls.key, falls.kind, falls.url) == (
        "http://example.org/t/falls", DocumentKind.TOPIC, "http://example.org/t/falls",
    )  # fmt: skip
    assert (main(falls).label, main(falls).name, main(falls).names) == (
        Label.TOPIC,
        "Falls",
        ("Falls prevention",),
    )
    assert (huddles.title, safety.title) == ("Huddles", "Safety")


def test_what_is_broader_is_said_from_either_end(topics_of):
    falls, huddles, safety = drafts(topics_of(TURTLE))
    assert stated(falls) == stated(huddles) == [("BROADER", "Safety", "")]
    assert stated(safety) == []
    assert [said.object.ids for said in falls.statements if said.object] == [main(safety).ids]


def test_the_text_of_a_concept_is_this(topics_of):
    assert clean(drafts(topics_of(TURTLE))[0], "s").document.text == (
        "Falls\nAlso called: Falls prevention\nBroader: Safety\n\nNotation: S.1\n\nDefinition: People who fall."
    )


def test_rdf_xml_says_the_same_with_entities_for_namespaces(topics_of):
    falls, safety = drafts(topics_of(XML, "t.rdf"))
    assert (falls.title, stated(falls), safety.title) == ("Falls", [("BROADER", "Safety", "")], "Safety")


def test_a_csv_has_keys_other_names_and_what_is_broader(topics_of):
    data = "id,prefLabel,altLabels,broader\nqi,Quality improvement,QI|CQI,\npdsa,PDSA cycle,PDSA|PDCA,qi\n"
    first, second = drafts(topics_of(data, "t.csv"))
    assert (first.key, main(first).names, main(first).ids) == ("qi", ("QI", "CQI"), ("s:qi",))
    assert stated(second) == [("BROADER", "Quality improvement", "")]


def test_a_group_of_topics_is_broader_though_it_is_no_row(topics_of):
    (one,) = drafts(topics_of("group,topic\nServices,Community services\n", "t.csv"))
    assert (one.title, stated(one)) == ("Community services", [("BROADER", "Services", "")])


def test_json_of_codes_and_json_of_other_names(topics_of):
    (coded,) = drafts(topics_of({"LABEL_1": "1.2: Social processes"}, "t.json"))
    assert (coded.key, coded.title) == ("1.2", "Social processes")
    (one,) = drafts(topics_of({"cardio": "cardiovascular", "heart": "cardiovascular"}, "t.json"))
    assert (one.title, main(one).names) == ("cardiovascular", ("cardio", "heart"))
    (record,) = drafts(
        topics_of([{"id": "f", "label": "Falls", "synonyms": ["Slips"], "broader": "Safety"}], "t.json")
    )
    assert (record.key, main(record).names, stated(record)) == ("f", ("Slips",), [("BROADER", "Safety", "")])


def test_the_lists_of_org_id_guide_are_registers(topics_of):
    lists = {"lists": [{"code": "GB-CHC", "name": {"en": "Charity Commission", "local": ""}, "coverage": ["GB"],
                        "url": "https://example.org", "description": {"en": "Charities."}}]}  # fmt: skip
    (one,) = drafts(topics_of(lists, "t.json"))
    assert (one.key, one.title, main(one).label, main(one).ids) == (
        "GB-CHC", "Charity Commission", Label.ORGANISATION, ("org-id-list:GB-CHC",),
    )  # fmt: skip
    (row,) = drafts(topics_of("code,name,coverage,listType\nGB-CHC,Charity Commission,GB,primary\n", "t.csv"))
    assert main(row).kind == "Register of organisations"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("t.ttl", "this is no turtle", "not Turtle"),
        ("t.ttl", "@prefix t: <http://x/> . t:a t:b t:c .", "no SKOS concepts in it"),
        ("t.ttl", "<a:b> <a:c> " + "[" * 5000, "nested too deep"),
        ("t.ttl", TURTLE[:-60], "not Turtle"),
        ("t.rdf", XML[:-40], "not RDF/XML"),
        ("t.rdf", BOMB, "XML entities that are no addresses"),
        ("t.rdf", OUTSIDE, "XML entities that are no addresses"),
        ("t.ttl", b"\x00\x01\x02" * 99, "not text (binary)"),
        ("t.ttl", b"", "empty file"),
        (
            "t.csv",
            "a,b\n1,2\n",
            "no column of it is called Label or Name, with an id, other names or a broader topic",
        ),
        ("t.csv", "id,label\n1,\n", "concept has no name"),
        ("t.csv", "id,label\n1,A\n1,B\n", "same key as an earlier concept"),
        ("t.json", "[1, 2", "not JSON"),
    ],
)
def test_what_is_broken_is_left_out_with_the_reason(topics_of, name, data, reason):
    assert [said.split(":")[0] for said in reasons(topics_of(data, name))] == [reason]


@pytest.mark.parametrize(
    ("name", "data"), [("t.ttl", TURTLE), ("t.rdf", XML), ("t.csv", "id,prefLabel,altLabels,broader\n")]
)
def test_vocabularies_are_recognised(topics_of, tmp_path, name, data):
    topics_of(data, name)
    assert recognise(tmp_path / name) == "vocabulary"


def test_a_list_of_the_register_in_a_file_of_its_own_is_read(topics_of, tmp_path):
    one = {"name": {"en": "Charity Commission", "local": ""}, "coverage": ["GB"], "code": "GB-CHC",
           "confirmed": True, "listType": "primary", "formerPrefixes": [""]}  # fmt: skip
    (found,) = drafts(topics_of(one, "gb-chc.json"))
    assert (found.key, main(found).ids) == ("GB-CHC", ("org-id-list:GB-CHC",))
    assert recognise(tmp_path / "gb-chc.json") == "vocabulary"


LINKED = [
    {"@context": {"skos": "http://www.w3.org/2004/02/skos/core#"}, "@id": "http://example.org/all",
     "@graph": [{"@id": "http://example.org/falls", "@type": "skos:Concept",
                 "skos:prefLabel": {"@value": "Falls", "@language": "en"}, "skos:altLabel": "Slips",
                 "skos:broader": {"@id": "http://example.org/safety"}},
                {"@id": "http://example.org/safety", "@type": "skos:Concept", "skos:prefLabel": "Safety"}]},
    {"@context": "http://127.0.0.1:9/context.json", "id": "http://example.org/", "type": "ConceptScheme",
     "hasTopConcept": [{"id": "http://example.org/safety", "prefLabel": {"en": "Safety", "de": "Sicherheit"},
                        "narrower": [{"id": "http://example.org/falls", "prefLabel": {"en": "Falls"},
                                      "altLabel": {"en": ["Slips"]}}]}]},
]  # fmt: skip


@pytest.mark.parametrize("data", LINKED)
@pytest.mark.parametrize("name", ["t.jsonld", "t.json"])
def test_a_vocabulary_in_json_ld_is_read_and_its_context_is_not_fetched(topics_of, tmp_path, data, name):
    falls, safety = drafts(topics_of(data, name))
    assert (falls.key, falls.title, main(falls).names) == ("http://example.org/falls", "Falls", ("Slips",))
    assert (safety.title, stated(falls)) == ("Safety", [("BROADER", "Safety", "")])
    assert recognise(tmp_path / name) == "vocabulary"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"@context": 5, "@id": "x"', "not JSON-LD"),
        ('{"@context":' * 3000 + "1" + "}" * 3000, "nested too deep"),
    ],
)
def test_json_ld_that_cannot_be_read_is_a_skip(topics_of, text, reason):
    assert reasons(topics_of(text, "t.jsonld")) == [reason]
