"""Changes: what is new, ended, quiet or taken back between two dates, by when it was true and by when it was read."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from graph.errors import UsageError
from graph.model import DocumentKind, Label
from graph.rows import name_handle
from graph.schema import DOCUMENTS, ENTITIES, META
from graph.store import Reader, Row
from queries.answer import Answer, Finding
from queries.changed import Period, begun, ended, first_read, gone_quiet, new, taken_back
from queries.reads import named
from queries.request import END, Request
from queries.standing import standing
from queries.stated import fields_of

TRUE, LEARNED = "true", "learned"
BY = (TRUE, LEARNED)
# Two dated traces at least make somebody active; one post may be all that they ever meant to write.
_ABOUT_A_YEAR = 365
# Statements taken back that are looked at; one large source retired has more than anybody reads.
_RETRACTED = 2000


@dataclass(frozen=True, slots=True)
class _Traces:
    """Who was first said in the period, who before it and not in it; of how many that is not known, and why."""

    new: list[Row]
    quiet: list[Row]
    unknown: int
    namesakes: int


def answer(reader: Reader, request: Request) -> Answer:
    """Return the changes between two dates: what was true then first, what the graph learned then after it.

    A person is new when their first dated trace falls in the period, quiet when they had two or more in the time
    before it (as long as the period, a year at least), none in it, and no running work that a list declares.
    What was true ends with `as_of`, what was learned with `known_at`. Raises UsageError where the period has no
    beginning or ends before it begins.
    """
    if not request.since:
        raise UsageError("`changes` needs `since`", "give the first day, month or year of the period")
    if request.until < request.since:
        raise UsageError("the period ends before it begins", "give an `until` that is after `since`")
    period = Period(request.since, request.until, request.get("until"), _last_read(reader))
    found: list[Finding] = []
    caveats: list[str] = []
    if request.get("by") in ("", TRUE):
        true = _until_then(request, period)
        traces = _traces(reader, request, true)
        found += [*_true(reader, request, true, traces)]
        caveats += _unknown(traces)
    if request.get("by") in ("", LEARNED):
        learned, first_time = _learned(reader, request, period)
        found += learned
        caveats += first_time
    page = tuple(found[request.offset : request.offset + request.limit])
    more = str(request.offset + request.limit) if request.offset + request.limit < len(found) else ""
    caveats.append("New and quiet are of what was read: whoever writes elsewhere is not seen.")
    return Answer("changes", request.values, page, caveats=tuple(caveats), next=more)


def _until_then(request: Request, period: Period) -> Period:
    """Return the period as far as the day that is asked about: what was true later had not happened."""
    if request.as_of >= period.until:
        return period
    return replace(period, until=request.as_of, said=request.get("as_of"))


def _last_read(reader: Reader) -> str:
    """Return the date of the newest document: where a period with an open end stops."""
    facts = reader.find(META, "id", ["count:last"])
    return str(facts[0]["value"])[:10] if facts else ""


def _traces(reader: Reader, request: Request, period: Period) -> _Traces:
    rows = reader.read(
        named("traces_between"), since=period.since, until=period.until, after=_before(period),
        known_at=request.known_at,
    )  # fmt: skip
    first = [row for row in rows if row["within"]]
    certain = [row for row in first if not row["undated"]]
    quiet = [row for row in rows if not row["within"] and row["label"] == Label.PERSON]
    people = sum(1 for row in first if row["undated"] and row["label"] == Label.PERSON)
    shared = _of_a_shared_name(reader, [row for row in (*certain, *quiet) if row["label"] == Label.PERSON])
    kept, silent = ([row for row in rows if row["entity"] not in shared] for rows in (certain, quiet))
    return _Traces(kept, silent, people, len(shared))


def _of_a_shared_name(reader: Reader, people: list[Row]) -> set[str]:
    """Return those whose name somebody else bears too: they may be one person whom nobody has joined yet."""
    handles = {row["entity"]: name_handle(Label.PERSON, row["name"]) for row in people}
    bearers: dict[str, set[str]] = {}
    for row in reader.read(named("entities_by_handle"), handles=sorted(filter(None, set(handles.values())))):
        bearers.setdefault(row["handle"], set()).add(row["id"])
    return {person for person, handle in handles.items() if len(bearers.get(handle, ())) > 1}


def _before(period: Period) -> str:
    """Return the day since when somebody must have left a trace to be missed now."""
    begins = _day(period.since)
    ends = _day(period.stops) if period.stops else begins
    earliest = begins.toordinal() - max((ends - begins).days, _ABOUT_A_YEAR)
    return str(date.fromordinal(max(earliest, 1)))


def _day(written: str) -> date:
    """Return the day of a date of any precision; the last moment of any month is written as its 31st."""
    year, month, day = [*(int(part) for part in written[:10].split("-")), 1, 1][:3]
    return date(year, month, min(day, monthrange(year, month)[1]))


def _true(reader: Reader, request: Request, period: Period, traces: _Traces) -> Iterator[Finding]:
    projects = [row for row in traces.new if row["label"] == Label.PROJECT]
    dated = [
        row for row in reader.find(ENTITIES, "label", [str(Label.PROJECT)]) if period.holds(row["starts"])
    ]
    there = standing(reader, request, [row["id"] for row in dated])
    begun_then = [row for row in dated if row["id"] in there and (row["records"] or request.timed)]
    whom = [row["entity"] for row in (*traces.new, *traces.quiet)] + [row["id"] for row in begun_then]
    claims = _claims(reader, request, whom)
    listed = fields_of(reader, request, (one["object"] for some in claims.values() for one in some))
    people = [row for row in traces.new if row["label"] == Label.PERSON]
    yield from _newest_first(new("new person", row, claims.get(row["entity"], ()), listed) for row in people)
    # A project's own record knows better when it began than whoever wrote about it first.
    begin = {
        row["id"] for row in reader.find(ENTITIES, "id", [row["entity"] for row in projects]) if row["starts"]
    }
    unsaid = [row for row in projects if row["entity"] not in begin]
    yield from _newest_first(
        [
            *_begun(reader, begun_then, claims),
            *(new("new project", row, claims.get(row["entity"], ()), listed) for row in unsaid),
        ]
    )
    said = reader.read(
        named("projects_ended_between"), since=period.since, until=period.until, known_at=request.known_at
    )
    yield from _newest_first(ended(reader, said, period))
    yield from _newest_first(
        gone_quiet(row, claims.get(row["entity"], ()), period, listed) for row in traces.quiet
    )


def _begun(reader: Reader, projects: list[Row], claims: Mapping[str, list[Row]]) -> Iterator[Finding | None]:
    wanted = {claim["document"] for one in projects for claim in claims.get(one["id"], ())}
    documents = {row["id"]: row for row in reader.find(DOCUMENTS, "id", sorted(wanted))}
    for project in projects:
        own = [
            documents[claim["document"]]
            for claim in claims.get(project["id"], ())
            if claim["document_kind"] == DocumentKind.PROJECT
        ]
        yield begun(project, own[0] if own else None, claims.get(project["id"], ()))


def _claims(reader: Reader, request: Request, entities: Iterable[str]) -> dict[str, list[Row]]:
    """Return everything asserted of these entities, at any date: as subjects, and of projects as objects too."""
    wanted = sorted(set(entities))
    found: dict[str, list[Row]] = {}
    for start in range(0, len(wanted), 1000):
        some = wanted[start : start + 1000]
        for name, end in (("claims_from", "subject"), ("claims_to", "object")):
            rows = reader.read(
                named(name), entities=some, predicates=_SAID, limit=1_000_000, as_of=END, as_of_start="",
                known_at=request.known_at,
            )  # fmt: skip
            for row in rows:
                if row["polarity"] == "asserts" and (
                    end == "subject" or row["object_label"] == Label.PROJECT
                ):
                    found.setdefault(row[end], []).append(row)
    return found


_SAID = ["WROTE", "WORKS_ON", "AFFILIATED_WITH", "ABOUT", "KNOWS", "RUNS", "PARTNERS_IN", "FUNDS", "MENTIONS"]


def _learned(reader: Reader, request: Request, period: Period) -> tuple[list[Finding], list[str]]:
    until = min(period.until, request.known_at)
    rows = reader.read(named("entities_learned_between"), since=period.since, until=until)
    before = reader.read(named("entities_learned_between"), since="", until=_just_before(period.since))
    lost = reader.read(
        named("claims_retracted_between"), since=period.since, until=period.until, known_at=request.known_at,
        limit=_RETRACTED,
    )  # fmt: skip
    caveats = []
    if rows and not before:
        when = min(row["first"] for row in rows)[:10]
        caveats.append(
            f"The graph was first read in this period ({when}): that {len(rows)} people and projects were new to it "
            "then says nothing of them, and they are not listed."
        )
        rows = []
    claims = _claims(reader, request, [row["entity"] for row in rows])
    found = [*_newest_first(first_read(row, claims.get(row["entity"], ())) for row in rows)]
    standing, edited = taken_back(reader, lost)
    if edited:
        caveats.append(f"{edited} statements were taken back with their words: the texts were changed.")
    return [*found, *standing], caveats


def _just_before(moment: str) -> str:
    """Return what comes before a moment and everything in it, as text compares."""
    return f"{moment[:-1]}{chr(ord(moment[-1]) - 1)}~" if moment else ""


def _newest_first(findings: Iterable[Finding | None]) -> list[Finding]:
    kept = [finding for finding in findings if finding is not None]
    kept.sort(key=lambda one: (one.value["name"], one.value["id"]))
    kept.sort(key=lambda one: str(one.value["when"]), reverse=True)
    return kept


def _unknown(traces: _Traces) -> list[str]:
    said = []
    if traces.unknown:
        said.append(
            f"Of {traces.unknown} people first dated in this period something undated is said too: whether they are "
            "new is not known, and they are not listed."
        )
    if traces.namesakes:
        said.append(
            f"{traces.namesakes} people who bear the name of somebody else are not listed as new or quiet: "
            "two entries may be one person."
        )
    return said
