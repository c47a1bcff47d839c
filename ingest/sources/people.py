"""Who a byline or a cell names: people, the organisation they write for, and names that are nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph.model import Label
from graph.names import is_full_name, words
from ingest.document import Named
from ingest.redact import redact

# Accounts and programs that write posts without being anybody.
_NOBODY = frozenset(
    "admin administrator anonymous anon webmaster root user guest editor editors author staff unknown "
    "redaktion wordpress chatgpt gpt copilot gemini openai llama none null nil tbc tba tbd na vacant".split()
)
_NO_NAME = frozenset(
    {"", "n a", "not known", "not applicable", "to be confirmed", "guest author", "the author"}
)
# Words that stand in names of bodies and hardly ever in names of people. "England" and "Church" are
# surnames and are not here.
_BODY = frozenset(
    "nhs nhsr nhsx team community network trust university college institute foundation society department "
    "hospital hospitals group office centre center unit committee board programme program project "
    "association agency "
    "ltd limited inc llc plc cic charity service services ministry government collaborative alliance "
    "partnership "
    "consortium academy school faculty commission federation council lab labs club health healthcare "
    "practice "
    "organisation organization authority directorate secretariat forum company".split()
)
# What is left of "The team" without these words is no name.
_ARTICLES = frozenset(
    "the our a an team community editorial comms communications web website staff group blog".split()
)
_ROLE = frozenset(
    "manager lead director nurse consultant analyst officer professor lecturer fellow researcher "
    "scientist head "
    "coordinator adviser advisor coach practitioner physiotherapist pharmacist therapist doctor gp "
    "registrar midwife "
    "engineer developer specialist facilitator trainee student intern chair chief matron sister "
    "paramedic psychologist "
    "associate assistant partner clinician surgeon physician executive secretary president founder "
    "editor".split()
)
_POST_NOMINALS = frozenset(
    "phd mbe obe cbe frcp frcs frcgp mrcp mrcgp mbbs mbchb bsc msc mba rn rgn rmn ba ma md jr sr fhea "
    "fcipd mph".split()
)
_EMAIL = re.compile(
    r"\s*[<(\[]?\s*(?:mailto:)?[^\s<>()\[\]@,;]{1,100}@[^\s<>()\[\]@,;]+\.[^\s<>()\[\]@,;]+\s*[>)\]]?"
)
_LINK = re.compile(r"\[([^\[\]]{1,200})\]\([^()\s]{0,500}\)|<[^<>]{0,300}>")
_REMOVED = re.compile(r"\[[\w -]{2,12} removed\]")
_SPACE = re.compile(r"\s+")
_AND = re.compile(r"\s+(?:and|&)\s+")
_WORK_FOR = re.compile(r"^(.{1,120}?)\s+(?:at|for|from|in|with)\s+(?:the\s+)?(?=\w)", re.IGNORECASE)
_ROLE_IN_BRACKETS = re.compile(r"^(.{1,150}?)\s*\(([^()]{1,150})\)$")
_ANOTHER = re.compile(r"^(?:and|&|by)\s+", re.IGNORECASE)
_INITIALS = re.compile(r"^(?:[A-Z]\.?[ -]?){1,3}$")


def tidy(name: str) -> str:
    """Return a name on one line, without links and personal addresses; '' where nothing is named."""
    plain = _EMAIL.sub(" ", _LINK.sub(lambda link: link[1] or " ", name))
    if any(char.isdigit() for char in plain):
        plain = _REMOVED.sub(" ", redact(plain))
    plain = _SPACE.sub(" ", plain).strip(" ,;|")
    return "" if is_no_name(plain) else plain


def is_no_name(name: str) -> bool:
    """Say whether a cell or field holds no name but "TBC", "N/A" or a dash."""
    parts = words(name)
    return " ".join(parts) in _NO_NAME or (
        len(parts) == 1 and parts[0] in {"tbc", "tba", "tbd", "na", "none", "null"}
    )


def is_body(name: str) -> bool:
    """Say whether a name reads as that of an organisation or a team."""
    parts = words(name)
    return not name.startswith("@") and (bool(_BODY & set(parts)) or parts[:1] == ["the"])


def writer(name: str, ids: tuple[str, ...] = (), role: str = "", organisation: str = "") -> Named | None:
    """Return who wrote something: a person, an organisation, or nobody ("admin", "ChatGPT", "The team")."""
    name = tidy(name)
    parts = words(name)
    if not parts or (len(parts) == 1 and parts[0] in _NOBODY) or parts[0] in {"chatgpt", "gpt", "openai"}:
        return None
    if is_body(name):
        return Named(Label.ORGANISATION, name) if set(parts) - _ARTICLES else None
    return Named(Label.PERSON, name, ids, role=tidy(role), organisation=tidy(organisation))


def split_role(name: str) -> tuple[str, str]:
    """Return a name and the role in brackets after it: "Asha Rao (lead)" -> ("Asha Rao", "lead")."""
    found = _ROLE_IN_BRACKETS.match(name.strip())
    return (found[1], found[2].strip()) if found else (name.strip(), "")


def pieces(byline: str) -> list[str]:
    """Return a byline cut at commas, semicolons and "and", as keys of a register stand in it."""
    cut = (piece.strip(" .") for part in re.split(r"[,;]", byline) for piece in _AND.split(part))
    return [piece for piece in cut if piece]


def people_in(byline: str) -> list[Named]:
    """Return who a byline names, with role and organisation where it says so.

    "A and B", "A, B & C", "A, Ward Manager at Org" and "A, B and C, Org" are understood. Names of
    bodies that hold "and" stay whole, and a single word after a comma may be a second person.
    """
    found: list[Named] = []
    groups = [part for part in byline.split(";") if part.strip()]
    for group in groups:
        found += _group([part.strip() for part in _SPACE.sub(" ", group).split(",") if part.strip()])
    return list(dict.fromkeys(found))


def _group(parts: list[str]) -> list[Named]:
    names: list[str] = []
    role, organisation = "", ""
    for at, part in enumerate(parts):
        if names and (role or organisation) and _is_another(part, parts[at + 1 : at + 2]):
            return [*_made(names, role, organisation), *_group(parts[at:])]
        plain = tidy(part.strip(" ."))
        parts_of = words(plain)
        if not parts_of or (names and set(parts_of) <= _POST_NOMINALS):
            continue
        if names and _INITIALS.match(plain) and " " not in names[-1]:
            names[-1] = f"{plain} {names[-1]}"  # "Smith, J."
        elif names and not role and not organisation and _is_role(plain):
            role, place = _role_and_place(plain)
            organisation = place
        elif names and (is_body(plain) or role):
            organisation = ", ".join(filter(None, (organisation, plain)))
        else:
            names += _divided(plain)
    return _made(names, role, organisation)


def _is_another(part: str, after: list[str]) -> bool:
    """Say whether a new person begins: "A, Nurse at X, and B, GP", "A, Nurse, B, GP"."""
    if _ANOTHER.match(part):
        return True
    person = is_full_name(part) and part.istitle() and not is_body(part) and not _is_role(part)
    return person and bool(after) and _is_role(after[0])


def _made(names: list[str], role: str, organisation: str) -> list[Named]:
    made = (_one(name, role, organisation) for name in names)
    return [named for named in made if named is not None]


def _divided(name: str) -> Iterator[str]:
    """Yield the names that "and" joins; "Department of Health and Social Care" is one."""
    name = _ANOTHER.sub("", name)
    cut = [piece.strip() for piece in _AND.split(name) if piece.strip()]
    people = [piece for piece in cut if not is_body(piece)]
    if len(people) == len(cut) or (is_full_name(cut[0]) and not is_body(cut[0])):
        yield from cut
    else:
        yield name


def _one(name: str, role: str, organisation: str) -> Named | None:
    name, own_role = split_role(name)
    if own_role and is_body(own_role) and not _is_role(own_role):
        return writer(name, role=role, organisation=own_role)
    return writer(name, role=own_role or role, organisation=organisation)


def _is_role(part: str) -> bool:
    """A role holds a word for a job, before any "at", and is no name of a body."""
    before = _WORK_FOR.match(part)
    head = set(words(before[1] if before else part))
    return bool(_ROLE & head)


def _role_and_place(part: str) -> tuple[str, str]:
    # "at" always leads to a place; "for", "in" and "of" often do not ("Head of Analysis").
    for words_before in ("at|from|with", "for|in|of"):
        for found in re.finditer(rf"\s+(?:{words_before})\s+", part, re.IGNORECASE):
            after = re.sub(r"^the\s+(?=\S+\s+\S)", "", part[found.end() :].strip())
            if words_before.startswith("at") or (is_body(after) and not _WORK_FOR.match(after)):
                return part[: found.start()].strip(), after
    return part, ""
