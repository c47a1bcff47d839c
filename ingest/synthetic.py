"""A made-up community of any size for measuring speed: the same one for the same size and seed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from graph.model import DocumentKind, Label, Modality, RelType, Source
from ingest.community import Community, SourceConfig
from ingest.document import Draft, Markup, Named, Statement

# Shares of the documents, near those of the communities we have read: lists first, then what people write.
_PEOPLE, _PROJECTS, _TOPICS = 5, 25, 50
_MOST_TOPICS = 400
_PEOPLE_OF_AN_ORGANISATION = 20
# One member in so many bears the name of the one before.
_NAMESAKES = 97
_FIRST_DAY = date(2015, 1, 5)
_DAYS = 3600

_GIVEN = (
    "Asha Ben Carys Dan Efua Fiona Gareth Hana Iwan Jo Kofi Lena Mair Nadia Owen Priya Quentin Rhys Siân Tomos "
    "Una Vikram Wendy Xavier Yusuf Zofia Alun Bronwen Chidi Delyth Emeka Farah Grace Hussein Imran Jaya Kirsty "
    "Leon Maya Nuala Oluwaseun Padma Ravi Sunita Tariq Ursula Vera Wojciech Yasmin Zac Ailsa Bryn Chloe Dafydd"
).split()
_FAMILY = (
    "Rao Chalk Price Okafor Mehta Abernethy Hughes Khan Novak Osei Patel Quinn Roberts Singh Thomas Underhill "
    "Vaughan Walsh Yilmaz Zhang Adeyemi Barlow Cohen Dunne Evans Farouk Griffiths Harlow Ibrahim Jones Kaur Lowe "
    "Morgan Nkosi O'Brien Parry Rahman Shah Tudor Usman Venn Whitlock Ahmed Bell Crane Doyle Ellis Fenn Grewal "
    "Holt Irwin Joshi Kemp Lally Marsh Nolan Orme Pugh Reid Stone Tighe Upton Vince Ward Young Abara Blyth Cole"
).split()
_TOWNS = (
    "Northmere Kelsby Ashdale Wyrebridge Harrowfen Lowmarch Thornhaven Eastbury Millford Saltwick Castleby Penmor"
).split()
_BODIES = (
    "Teaching Hospitals NHS Foundation Trust", "Community Health NHS Trust", "Hospice", "City Council", "University",
    "Mental Health NHS Trust", "Integrated Care Board", "Ambulance Service NHS Trust",
)  # fmt: skip
_SUBJECTS = (
    "falls", "sepsis", "discharge", "frailty", "safety huddles", "virtual wards", "waiting lists", "handover",
    "medicines safety", "pressure ulcers", "run charts", "dementia care", "staff wellbeing", "maternity safety",
    "outpatients", "theatre flow", "diabetes", "stroke", "end of life care", "co-production",
)  # fmt: skip
_SETTINGS = (
    "", "in care homes", "at night", "for carers", "in prisons", "in primary care", "on older people's wards",
    "in the community", "for children", "in emergency departments", "at weekends", "in rural areas", "by telephone",
    "with volunteers", "after surgery", "in hospices", "in ambulances", "in mental health", "at home", "in groups",
)  # fmt: skip
_ROLES = ("Ward Manager", "Improvement Lead", "Consultant", "Physiotherapist", "Pharmacist", "Patient")
_TEAM_ROLES = ("project lead", "improvement adviser", "data analyst", "clinical lead", "patient partner")
_WORDS = (
    "the a we of and to in our with for team ward staff patients people change test week measure data chart shift "
    "nurse doctor family board quality care time small idea plan learn share start stop first next better safer "
    "quick slow number result round morning list call visit home bed door paper screen question answer problem "
    "reason story day month year together meeting cup tea again because when who what where how still more less "
    "found tried asked made kept moved counted showed wrote agreed noticed helped waited changed measured shared"
).split()
_STATES = (Modality.DOING, Modality.DONE, Modality.PLANNED, Modality.STOPPED)
# Each source is read as the kind it would have; a bench binds these kinds to `read` in a process of its own.
KINDS = {
    "topics": "table",
    "organisations": "table",
    "members": "members",
    "projects": "table",
    "blog": "wxr",
}


@dataclass(frozen=True, slots=True)
class Size:
    """How many documents (fifty or more), and the seed that everything in them comes from."""

    documents: int
    seed: int = 7

    @property
    def people(self) -> int:
        """Members: a fifth of the documents."""
        return max(2, self.documents // _PEOPLE)

    @property
    def organisations(self) -> int:
        """One for each twenty people."""
        return max(1, self.people // _PEOPLE_OF_AN_ORGANISATION)

    @property
    def topics(self) -> int:
        """A vocabulary: it stops growing where a community's would."""
        return min(_MOST_TOPICS, max(24, self.documents // _TOPICS))

    @property
    def projects(self) -> int:
        """Rows of a list of projects."""
        return max(1, self.documents // _PROJECTS)

    @property
    def talk(self) -> int:
        """Posts and comments: the rest."""
        return max(0, self.documents - self.people - self.organisations - self.topics - self.projects)


def community(size: Size, folder: Path) -> Community:
    """Return the community file of a made-up community; its one file, in `folder`, holds size and seed."""
    (folder / "synthetic.json").write_text(json.dumps(asdict(size)), "utf-8")
    sources = tuple(
        SourceConfig(Source(id=name, kind=kind, name=f"synthetic {name}", place=""), "synthetic.json", folder)
        for name, kind in KINDS.items()
    )
    return Community("Synthetic community", sources, folder)


def read(config: SourceConfig, files: list[Path]) -> Iterator[Draft]:
    """Yield the drafts of one source, each made when it is asked for: none of them is held."""
    size = Size(**json.loads(files[0].read_text("utf-8")))
    makers = {"topics": _topic, "organisations": _organisation, "members": _member, "projects": _project}
    if config.id == "blog":
        yield from _talk(size)
        return
    for index in range(int(getattr(size, "people" if config.id == "members" else config.id))):
        yield makers[config.id](size, index)


def _random(size: Size, *parts: object) -> Random:
    """Return the random numbers of one thing: they hang on nothing that was made before it."""
    return Random(f"{size.seed}:{':'.join(map(str, parts))}")


def _zipf(random: Random, number: int) -> int:
    """Return an index below `number`; the n-th comes about half as often as the one at n/2 (Zipf, exponent 1)."""
    return min(number - 1, int((number + 1) ** random.random()) - 1)


def _day(random: Random) -> date:
    return _FIRST_DAY + timedelta(days=random.randrange(_DAYS))


def _prose(random: Random, words: int, named: list[str]) -> str:
    """Return so many words in sentences; every fifth sentence names one of `named`."""
    sentences: list[str] = []
    left = words
    while left > 0:
        said = random.choices(_WORDS, k=min(left, random.randint(8, 18)))
        left -= len(said)
        if named and len(sentences) % 5 == 0:
            said += ["about", random.choice(named)]
        sentences.append(" ".join(said).capitalize() + ".")
    return " ".join(sentences)


def topic_name(index: int) -> str:
    """Return the name of a topic; the first twenty are the broadest."""
    setting, subject = divmod(index, len(_SUBJECTS))
    return f"{_SUBJECTS[subject]} {_SETTINGS[setting % len(_SETTINGS)]}".strip()


def _broader(index: int) -> int:
    """Return the topic above one: the subject itself, or a setting of it that comes before."""
    setting, subject = divmod(index, len(_SUBJECTS))
    return (setting // 3) * len(_SUBJECTS) + subject


def person_name(index: int) -> str:
    """Return a member's name: a family name is doubled once all pairs of names have been given."""
    index -= index % _NAMESAKES == _NAMESAKES - 1
    rest, given = divmod(index, len(_GIVEN))
    again, family = divmod(rest + given, len(_FAMILY))
    doubled = f"-{_FAMILY[(family + again) % len(_FAMILY)]}" if again else ""
    return f"{_GIVEN[given]} {_FAMILY[family]}{doubled}"


def organisation_name(index: int) -> str:
    """Return an organisation's name: towns and bodies, and further towns once all pairs have been given."""
    rest, town = divmod(index, len(_TOWNS))
    again, body = divmod(rest + town, len(_BODIES))
    beside = f" and {_TOWNS[(town + again) % len(_TOWNS)]}" if again % len(_TOWNS) else ""
    return f"{_TOWNS[town]}{beside} {_BODIES[body]}"


def _topics_of(random: Random, size: Size, most: int) -> list[str]:
    return sorted({topic_name(_zipf(random, size.topics)) for _ in range(random.randint(1, most))})


def _about(heading: str, names: list[str]) -> tuple[Statement, ...]:
    return tuple(Statement(heading, RelType.ABOUT, object=Named(Label.TOPIC, name)) for name in names)


def _topic(_: Size, index: int) -> Draft:
    name, above = topic_name(index), _broader(index)
    broader = Named(Label.TOPIC, topic_name(above), (f"topics:T{above}",))
    said = (Statement("Broader", RelType.BROADER, object=broader),) if above != index else ()
    main = Named(Label.TOPIC, name, (f"topics:T{index}",))
    return Draft(f"T{index}", DocumentKind.TOPIC, name, main=main, statements=said)


def _organisation(_: Size, index: int) -> Draft:
    name = organisation_name(index)
    main = Named(
        Label.ORGANISATION, name, (f"organisations:O{index}",), kind=_BODIES[index % len(_BODIES)].lower(),
        place=_TOWNS[index % len(_TOWNS)],
    )  # fmt: skip
    return Draft(f"O{index}", DocumentKind.ORGANISATION, name, main=main)


def _employer(size: Size, index: int) -> str:
    return organisation_name(_zipf(_random(size, "employer", index), size.organisations))


def _member(size: Size, index: int) -> Draft:
    random, name = _random(size, "member", index), person_name(index)
    main = Named(
        Label.PERSON, name, (f"members:M{index}",), role=random.choice(_ROLES),
        organisation=_employer(size, index), place=random.choice(_TOWNS),
    )  # fmt: skip
    interests = _topics_of(random, size, 4)
    profile = (("Profile", _prose(random, random.randint(15, 40), interests)),)
    return Draft(
        f"M{index}", DocumentKind.PROFILE, name, published=_day(random).isoformat(), main=main, details=profile,
        statements=_about("Interests", interests),
    )  # fmt: skip


def _project(size: Size, index: int) -> Draft:
    random = _random(size, "project", index)
    themes = _topics_of(random, size, 3)
    started, town = _day(random), random.choice(_TOWNS)
    name = f"{random.choice(_WORDS).capitalize()} {random.choice(_WORDS)} {themes[0]} {town} {index}"
    main = Named(
        Label.PROJECT, name, (f"projects:P{index}",), place=town, status=random.choice(_STATES),
        starts=started.isoformat(),
    )  # fmt: skip
    host = Named(Label.ORGANISATION, organisation_name(_zipf(random, size.organisations)))
    team = {_zipf(random, size.people): None for _ in range(random.randint(1, 6))}
    said = [Statement("Host", RelType.RUNS, subject=host)]
    for who in team:
        named = Named(Label.PERSON, person_name(who), (f"members:M{who}",))
        said.append(Statement("Team", RelType.WORKS_ON, subject=named, role=random.choice(_TEAM_ROLES)))
    details = ("Summary", _prose(random, 45, themes)), ("Aims", _prose(random, 20, themes))
    statements = (*said, *_about("Themes", themes))
    return Draft(f"P{index}", DocumentKind.PROJECT, name, main=main, details=details, statements=statements)


def _talk(size: Size) -> Iterator[Draft]:
    """Yield posts, each followed by its comments, until there are enough documents."""
    made = number = 0
    while made < size.talk:
        random = _random(size, "post", number)
        post = _post(size, random, number)
        yield post
        made += 1
        for place in range(min(int(random.expovariate(1 / 2.5)), size.talk - made)):
            yield _comment(size, random, post, place)
            made += 1
        number += 1


def _by(size: Size, random: Random) -> Statement:
    return Statement(
        "By", RelType.WROTE, subject=Named(Label.PERSON, person_name(_zipf(random, size.people)))
    )


def _post(size: Size, random: Random, number: int) -> Draft:
    topics = _topics_of(random, size, 4)
    words = random.randint(150, 400)
    body = "".join(
        f"<p>{_prose(random, part, topics)}</p>\n"
        for part in (words // 3, words // 3, words - words // 3 * 2)
    )
    return Draft(
        key=f"post:{number}",
        kind=DocumentKind.POST,
        title=_prose(random, 6, []).rstrip("."),
        body=body,
        markup=Markup.HTML,
        url=f"https://example.org/{number}",
        published=f"{_day(random).isoformat()}T09:00:00Z",
        statements=(_by(size, random), *_about("Topics", topics)),
    )


def _comment(size: Size, random: Random, post: Draft, place: int) -> Draft:
    """Return a comment: on the post, or as often on an earlier comment of the thread."""
    above = random.randrange(place) if place and random.random() < 0.5 else -1
    number = post.key.removeprefix("post:")
    return Draft(
        key=f"comment:{number}-{place}",
        kind=DocumentKind.COMMENT,
        title=f"Comment on {post.title}",
        body=f"<p>{_prose(random, random.randint(15, 80), [])}</p>",
        markup=Markup.HTML,
        url=f"{post.url}#comment-{number}-{place}",
        published=post.published,
        parent=f"comment:{number}-{above}" if above >= 0 else post.key,
        thread=post.key,
        statements=(_by(size, random),),
    )
