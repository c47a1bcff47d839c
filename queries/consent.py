"""Who may be suggested to others: the one place that decides it, for every question and every way in.

It is about being suggested (an introduction, a first contact, a step of a path, a seat, a partner for coffee, a
candidate for a name). What somebody wrote in public stays an answer with its evidence. What is decided here is of
today whatever date a question asks about: nobody is suggested by asking about the day before they said no.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from graph.ids import scheme_of
from graph.model import CONSENT_POLICY, Agreed, ConsentPolicy, Label, Verdict
from graph.names import is_full_name, name_key
from graph.schema import META
from graph.store import Reader, Row
from queries.reads import named


@dataclass(frozen=True, slots=True)
class Consents:
    """What is recorded of people's consent, by entity, and what holds where nothing is.

    `words` are those of the statement that stands; `refused` has, by a name's key, the entities and ids of those who
    said no under that name: somebody of that name may be the same person, whom nobody has joined yet. `apart` are the
    pairs of entities whom a person judged to be two.
    """

    policy: ConsentPolicy
    says: Mapping[str, Agreed]
    words: Mapping[str, str]
    refused: Mapping[str, Sequence[tuple[str, frozenset[str]]]]
    apart: frozenset[frozenset[str]] = frozenset()

    def allows(self, row: Row, *, only_yes: bool = False) -> bool:
        """Say whether a person (the row of an entity) may be suggested to others.

        With `only_yes` silence is a no, whatever the policy: what is handed to programs over HTTP.
        """
        said = self.says.get(row["id"])
        if said is not None or only_yes:
            return said is Agreed.YES
        return self.policy is ConsentPolicy.UNLESS_REFUSED and not self.perhaps_refused(row)

    def perhaps_refused(self, row: Row) -> bool:
        """Say whether somebody of this name said no, and neither a list nor a judgement shows that they are two."""
        if not self.refused:
            return False
        keys = {name_key(Label.PERSON, name) for name in (row["name"], *row["names"])}
        return any(
            not _told_apart(frozenset(row["ids"]), ids) and frozenset((row["id"], who)) not in self.apart
            for key in keys
            for who, ids in self.refused.get(key, ())
        )

    def why_not(self, row: Row) -> str:
        """Return why a person may not be suggested, as a manager is told it; '' for one who may."""
        if self.allows(row):
            return ""
        if row["id"] in self.says:
            return f"{row['name']} is not to be suggested ({self.words[row['id']]})"
        if self.perhaps_refused(row):
            return f"somebody called {row['name']}, perhaps the same person, said no to being suggested"
        return f"{row['name']} has not said yes to being suggested"

    def told(self, row: Row) -> str:
        """Return what managers are told of one person: what was said and in which words, or why they are left out."""
        if row["id"] in self.says:
            return f"{self.says[row['id']]} ({self.words[row['id']]})"
        return self.why_not(row)


def _told_apart(own: frozenset[str], ids: frozenset[str]) -> bool:
    """Say whether some list has both, each under another id, and no list has them under one."""
    return not own & ids and bool({scheme_of(one) for one in own} & {scheme_of(one) for one in ids})


def policy_of(reader: Reader) -> ConsentPolicy:
    """Return who may be suggested of those who said nothing, as the community file has it: else all of them."""
    fact = reader.find(META, "id", [CONSENT_POLICY])
    return ConsentPolicy(fact[0]["value"]) if fact else ConsentPolicy.UNLESS_REFUSED


def consents_of(reader: Reader) -> Consents:
    """Return what is recorded of consent today: of each person the latest statement, of two at one time the no."""
    rows = reader.read(named("consents"))
    latest: dict[str, Row] = {}
    # In order of time; a no comes after a yes of the same moment, and so stands.
    for row in sorted(rows, key=lambda row: (row["recorded"], row["says"] == Agreed.NO, row["id"])):
        if row["entity"]:
            latest[row["entity"]] = row
    refused: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for row in rows:
        if row["says"] == Agreed.NO and (not row["entity"] or latest[row["entity"]]["says"] == Agreed.NO):
            for name in {row["name"], *row["names"]}:
                if is_full_name(name):
                    refused[name_key(Label.PERSON, name)].append((row["entity"], frozenset(row["ids"])))
    return Consents(
        policy_of(reader),
        {entity: Agreed(row["says"]) for entity, row in latest.items()},
        {entity: str(row["words"]) for entity, row in latest.items()},
        refused,
        _judged_apart(reader, {who for some in refused.values() for who, _ in some if who}),
    )


def _judged_apart(reader: Reader, refused: Set[str]) -> frozenset[frozenset[str]]:
    """Return the pairs of one who said no and another, whom somebody judged to be two and nobody to be one."""
    if not refused:
        return frozenset()
    verdicts: dict[frozenset[str], set[str]] = defaultdict(set)
    for row in reader.read(named("people_judged"), entities=sorted(refused)):
        verdicts[frozenset((row["entity"], row["other"]))].add(row["verdict"])
    return frozenset(pair for pair, said in verdicts.items() if said == {Verdict.DIFFERENT})
