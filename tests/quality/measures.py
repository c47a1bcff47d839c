"""What the gate measures: the sample against its own truth, public data against its gold files."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

from graph.model import Label
from graph.names import is_full_name, name_key
from graph.schema import MENTIONS, TIES
from graph.store import GraphStore
from ingest.extract.agreement import agree
from ingest.extract.annotated import SAID, said_passages
from ingest.extract.corpora import SUFFIX
from ingest.extract.marked import passages
from ingest.extract.named_pipelines import DEFAULT
from ingest.extract.pipeline import Extractor
from ingest.extract.scoring import corpus, counts, pairs, whole
from ingest.lexicon import Lexicon
from queries.questions import ask
from tests.quality.gold import Graph, hack_day_work, nhs_r_authors, ols_work, person_key, wxr_commenters
from tests.quality.score import Score, compare

PASSAGES = Path(__file__).parent / "passages" / "community.marked.txt"
SAMPLE = Path(__file__).resolve().parents[2] / "ingest" / "sample"

# The one person whom prose alone names, with a role ("senior sister on the assessment unit"): rightly found.
_NAMED_WITH_A_ROLE = ("Patience Moyo",)
_BEGUN_ONLY = ("planned", "proposed")


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


class Truth:
    """The sample's truth: members, teams and organisations from its tables, the rest from expected.json."""

    def __init__(self, folder: Path = SAMPLE) -> None:
        self.expected: dict[str, Any] = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        self.members = _table(folder / "members.csv")
        self.projects = _table(folder / "projects.csv")
        self.organisations = _table(folder / "organisations.csv")

    @cached_property
    def member_of(self) -> dict[str, str]:
        """The member whom a name means: own names and short ones; a name of two members means neither."""
        found: dict[str, set[str]] = defaultdict(set)
        for row in self.members:
            found[person_key(row["name"])].add(row["member_id"])
        for row in self.expected["nicknames"]:
            found[person_key(row["short"])].add(row["member_id"])
        return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}

    def who(self, name: str, project: str = "") -> str:
        """Return the member id of a name, by the project where two members bear it; else the name's key."""
        double = self.expected["two_people_one_name"]
        for person in double["people"]:
            if person_key(name) == person_key(double["name"]) and person["project"] == project:
                return str(person["member_id"])
        return self.member_of.get(person_key(name), person_key(name))

    def team(self, row: dict[str, str]) -> Iterator[str]:
        """Yield who is on a project's team."""
        for entry in filter(None, row["team"].split(";")):
            yield self.who(re.sub(r"\s*\(.*\)\s*$", "", entry).strip(), row["title"])

    @cached_property
    def work(self) -> set[tuple[str, str]]:
        """Who works on what, of the work that was begun."""
        said = {
            (who, row["title"])
            for row in self.projects
            if row["status"] != "planned"
            for who in self.team(row)
        }
        return said | {(row["member_id"], row["project"]) for row in self.expected["work_said_only_in_prose"]}

    @cached_property
    def code_of(self) -> dict[str, str]:
        """The code of an organisation, by its name or short name."""
        found = {}
        for row in self.organisations:
            for name in (row["name"], row["short"]):
                found[name_key(Label.ORGANISATION, name)] = row["code"]
        return found

    @cached_property
    def affiliations(self) -> set[tuple[str, str]]:
        """Who is, or was, at which organisation."""
        job = self.expected["changed_job"]
        said = [(row["member_id"], row["organisation"]) for row in self.members if row["organisation"]]
        said += [(job["member_id"], job["was_at"]), (job["member_id"], job["now_at"])]
        return {(member, self.organisation(name)) for member, name in said}

    def organisation(self, name: str) -> str:
        """Return an organisation's code, or the key of its name where no register has it."""
        key = name_key(Label.ORGANISATION, name)
        return self.code_of.get(key, key)

    @cached_property
    def people(self) -> set[tuple[str, str]]:
        """Who is named in which document, as far as expected.json says."""
        e = self.expected
        named = [(doc["title"], name) for doc in e["documents"] for name in doc["authors"]]
        named += [
            (e["patient_story"]["document"], name) for name in e["patient_story"]["people_it_does_name"]
        ]
        named += [(row["document"], row["display_name"]) for row in e["display_name_is_member_name"]]
        named += [(row["document"], row[end]) for row in e["replies"] for end in ("from", "to")]
        named += [(row["document"], row[end]) for row in e["denied_claims"] for end in ("person", "speaker")]
        named += [(row["document"], row["person"]) for row in e["work_said_only_in_prose"]]
        named += [(row["document"], name) for row in e["two_authors"] for name in row["authors"]]
        nobody = set(e["accounts_that_are_no_people"])
        return {(title, self.who(name)) for title, name in named if name not in nobody}

    @cached_property
    def known_people(self) -> set[str]:
        """Everybody who may be a person in the graph."""
        e = self.expected
        known = {self.who(row["name"]) for row in self.members}
        known |= {who for row in self.projects for who in self.team(row)} | {who for _, who in self.people}
        named = (e["unmatched_first_name"]["name"], *_NAMED_WITH_A_ROLE)
        return known | {person_key(name) for name in named} | {person_key(e["two_people_one_name"]["name"])}


def sample_figures(told: GraphStore) -> dict[str, Score]:
    """Return the figures of the sample read with its prose."""
    truth, graph = Truth(), Graph.of(told)
    work, affiliations = set(), set()
    for row in told.scan(TIES):
        if (row["predicate"], row["source_label"]) == ("WORKS_ON", "Person"):
            if row["modality"] not in _BEGUN_ONLY:
                work.add((graph.member(row["source"]), graph.entities[row["target"]]["name"]))
        elif row["predicate"] == "AFFILIATED_WITH":
            affiliations.add((graph.member(row["source"]), graph.organisation(row["target"])))
    return {
        "sample.work": compare(work, truth.work),
        "sample.affiliations": compare(affiliations, truth.affiliations),
        "sample.people": _people(told, graph, truth),
        "sample.resolution": _resolution(graph, truth),
        "sample.who-works-on": _who_works_on(told, truth),
        "sample.introductions": introductions(told, truth),
    }


def _people(told: GraphStore, graph: Graph, truth: Truth) -> Score:
    """Who was found in each document of the truth; a person nobody knows of counts as one found wrongly."""
    found = set()
    for row in told.scan(MENTIONS):
        if row["label"] == Label.PERSON and row["record"]:
            title = graph.documents[row["document"]]["title"].removeprefix("Comment on ")
            found.add((title, truth.who(graph.records[row["record"]]["name"])))
    right = len(found & truth.people)
    people = {truth.who(row["name"]) for row in graph.entities.values() if row["label"] == Label.PERSON}
    return Score(right, right + len(people - truth.known_people), len(truth.people))


def _resolution(graph: Graph, truth: Truth) -> Score:
    """Pairs of person records, of those whose member is known: by id, login, author key or telling name."""
    own = {row["login"]: row["member_id"] for row in truth.expected["two_people_one_name"]["people"]}
    double = person_key(truth.expected["two_people_one_name"]["name"])
    known: dict[str, str] = {}
    for identifier, row in graph.records.items():
        if row["label"] != Label.PERSON or not is_full_name(row["name"]):
            continue
        schemes = {one.rpartition(":")[0]: one.rpartition(":")[2] for one in row["ids"]}
        member = schemes.get("members") or own.get(schemes.get("blog:login", ""), "")
        if not member and person_key(row["name"]) != double:
            member = truth.member_of.get(person_key(row["name"]), "")
        if member:
            known[identifier] = member
    entity = {identifier: graph.records[identifier]["entity"] for identifier in known}
    return compare(_pairs(entity), _pairs(known))


def _pairs(group: dict[str, str]) -> set[tuple[str, str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for identifier in sorted(group):
        members[group[identifier]].append(identifier)
    return {pair for some in members.values() for pair in combinations(some, 2)}


def worked_on(told: GraphStore, topic: str) -> set[tuple[str, str]]:
    """Return the (person, project) pairs that who-works-on answers for a topic."""
    graph = Graph.of(told)
    answer = ask(told, "who-works-on", {"topic": topic, "limit": "500"})
    return {
        (graph.member(finding.value["person"]["id"]), finding.value["project"]["name"])
        for finding in answer.findings
        if finding.value["relation"] == "works on" and finding.value["person"]
    }


def expected_on(truth: Truth, topic: str) -> set[tuple[str, str]]:
    """Return the pairs that are expected."""
    rows = truth.expected["who_works_on"][topic]
    return {(row["member_id"] or person_key(row["person"]), row["project"]) for row in rows}


def _who_works_on(told: GraphStore, truth: Truth) -> Score:
    scores = [
        compare(worked_on(told, topic), expected_on(truth, topic)) for topic in truth.expected["who_works_on"]
    ]
    return Score(sum(s.right for s in scores), sum(s.found for s in scores), sum(s.wanted for s in scores))


def introduced(told: GraphStore, **parameters: str) -> list[frozenset[str]]:
    """Return the pairs that are introduced to each other, best first, by member."""
    graph = Graph.of(told)
    answer = ask(told, "introductions", {"limit": "500", **parameters})
    return [frozenset(graph.member(p["id"]) for p in f.value["people"]) for f in answer.findings]


def introductions(told: GraphStore, truth: Truth) -> Score:
    """The expected pairs, asked for by the topic they share: found means among the first ten.

    What else is in those ten is not wrong (nobody judged it), so precision is not told apart from recall.
    """
    right = 0
    for row in truth.expected["introductions"]:
        wanted = frozenset(person["member_id"] for person in row["people"])
        right += wanted in introduced(told, topic=row["shared_topic"])[:10]
    return Score(right, right, len(truth.expected["introductions"]))


def name_figures(shared: Path) -> dict[str, Score]:
    """Return the figures of names in prose: passages of our own, and dev splits of corpora where they are here."""
    marked = {"passages": passages(PASSAGES)}
    for split in ("ewt/ewt_dev", "gum/gum_dev_open"):
        file = shared / "nlp" / f"{split}{SUFFIX}"
        if file.is_file():
            marked[file.stem] = corpus(file)
    reader = whole(DEFAULT)
    return {
        f"names.{name}.{label}": Score(count.right, count.found, count.wanted)
        for name, texts in marked.items()
        for label, count in counts(pairs(texts, reader)).items()
    }


def said_figures() -> dict[str, Score]:
    """Return the figures of the made-up passages that say who does what, by half: names, relations, stances."""
    found = {}
    for file in sorted(PASSAGES.parent.glob(SAID)):
        counted = agree(said_passages(file), Extractor(Lexicon(), DEFAULT), spread=True).counts
        for what in (
            "all names",
            "all relations",
            "all stances",
            "PROJECT",
            "AFFILIATED_WITH",
            "WORKS_ON",
            "ABOUT",
        ):
            count = counted[what]
            found[f"names.said.{file.name.partition('.')[0]}.{what}"] = Score(
                count.right, count.found, count.wanted
            )
    return found


def public_figures(store: GraphStore, shared: Path) -> dict[str, Score]:
    """Return the figures of a store that read public.toml without prose, against the gold files."""
    graph, ties = Graph.of(store), list(store.scan(TIES))
    return {
        "public.open-life-science.work": ols_work(graph, ties, shared / "open-life-science" / "gold"),
        "public.nhs-r.authors": nhs_r_authors(graph, ties, shared / "nhs-r-community" / "gold"),
        "public.nhs-hack-day.work": hack_day_work(graph, ties, shared / "nhs-hack-day" / "gold"),
        "public.wxr.commenters": wxr_commenters(graph, ties, shared / "wxr-cc-labs" / "gold"),
    }
