"""The documents of the made-up community, source by source: each made when it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from graph.model import DocumentKind, Label, Modality, RelType, Source
from ingest.document import Draft, Named, Statement
from ingest.synthetic_scale import world
from ingest.synthetic_scale.prose import Writing, halves, some_words
from ingest.synthetic_scale.size import Scale, skewed

SOURCES = tuple(
    Source(name, kind, f"made-up {name}", licence="CC0-1.0", lawful_basis="nobody in it exists")
    for name, kind in (
        ("topics", "vocabulary"), ("register", "table"), ("members", "members"), ("projects", "table"),
        ("grants", "360giving"), ("blog", "wxr"), ("forum", "discourse"), ("journal", "feed"),
    )
)  # fmt: skip
_FIRST_DAY, _DAYS = date(2015, 1, 5), 3650
_ROLES = (
    "Ward Manager",
    "Improvement Lead",
    "Consultant",
    "Physiotherapist",
    "Pharmacist",
    "Patient Partner",
)
_TEAM_ROLES = ("project lead", "improvement adviser", "data analyst", "clinical lead", "patient partner")
_STATES = (Modality.DOING, Modality.DONE, Modality.PLANNED, Modality.STOPPED, Modality.FAILED)
_STATE_SHARES = (40, 40, 10, 7, 3)
_TALK_SOURCES, _TALK_SHARES = ("blog", "forum", "journal"), (50, 40, 10)
# Of a hundred names in prose: projects, topics, organisations, people who can be known, people who cannot.
_NAMED, _NAMED_SHARES = ("project", "topic", "organisation", "person", "nobody"), (22, 38, 15, 17, 8)
# With less than this, a good part of the people who are in no list would never be named.
_ANYBODY = 0.4
# Mentions that a document's fields make, on average; the rest of what is asked for stands in prose.
_IN_FIELDS = 2.9


@dataclass(slots=True)
class Made:
    """A draft of a source, its body as it was written, and who or what each name in it means."""

    source: str
    draft: Draft
    writing: Writing = field(default_factory=Writing)
    means: dict[tuple[Label, str], str] = field(default_factory=dict)

    def naming(self, label: Label, index: int, name: str) -> str:
        """Note that a name means this one, and return the name; the first of two namesakes keeps it."""
        self.means.setdefault((label, name), f"{label}:{index}")
        return name


def documents(scale: Scale) -> Iterator[Made]:
    """Yield every document: lists first, so that who they describe is known when others name them."""
    for index in range(scale.topics):
        yield _topic(index)
    for index in range(scale.organisations):
        yield _organisation(index)
    for index in range(scale.members):
        yield _member(scale, index)
    for index in range(scale.projects):
        yield _project(scale, index)
    yield from _talk(scale)


def _topic(index: int) -> Made:
    made = Made("topics", Draft("", DocumentKind.TOPIC, ""))
    name, above = made.naming(Label.TOPIC, index, world.topic_name(index)), world.broader_topic(index)
    said: tuple[Statement, ...] = ()
    if above >= 0:
        broader = Named(
            Label.TOPIC, made.naming(Label.TOPIC, above, world.topic_name(above)), (f"topics:T{above}",)
        )
        said = (Statement("Broader", RelType.BROADER, object=broader),)
    main = Named(Label.TOPIC, name, (f"topics:T{index}",))
    made.draft = Draft(f"T{index}", DocumentKind.TOPIC, name, main=main, statements=said)
    return made


def _organisation(index: int) -> Made:
    made = Made("register", Draft("", DocumentKind.ORGANISATION, ""))
    name = made.naming(Label.ORGANISATION, index, world.organisation_name(index))
    said: tuple[Statement, ...] = ()
    if index >= world.REGIONS:
        above = world.region_of(index)
        within = made.naming(Label.ORGANISATION, above, world.organisation_name(above))
        region = Named(Label.ORGANISATION, within, (f"register:O{above}",))
        said = (Statement("Part of", RelType.PART_OF, object=region),)
    main = Named(
        Label.ORGANISATION, name, (f"register:O{index}",), kind=world.organisation_kind(index),
        place=world.place(world.organisation_place(index)),
    )  # fmt: skip
    made.draft = Draft(f"O{index}", DocumentKind.ORGANISATION, name, main=main, statements=said)
    return made


def _member(scale: Scale, index: int) -> Made:
    random = scale.random("member", index)
    made = Made("members", Draft("", DocumentKind.PROFILE, ""))
    name, at = made.naming(Label.PERSON, index, world.person(index)), world.employer(scale, index)
    main = Named(
        Label.PERSON, name, (f"members:M{index}",), role=random.choice(_ROLES),
        organisation=made.naming(Label.ORGANISATION, at, world.organisation_name(at)),
        place=world.place(world.organisation_place(at)),
    )  # fmt: skip
    said = _about(made, scale, random, "Interests", 4)
    # Half of the lists we have seen say when an entry was made.
    published = _day(random).isoformat() if random.random() < 0.5 else ""
    profile = (("Profile", some_words(random, random.randint(8, 30)).capitalize() + "."),)
    made.draft = Draft(
        f"M{index}", DocumentKind.PROFILE, name, published=published, main=main, details=profile, statements=said
    )  # fmt: skip
    return made


def _project_name(scale: Scale, index: int) -> str:
    random = scale.random("project name", index)
    return f"{some_words(random, 2).title()} {world.town(random.randrange(256))} {index}"


def _project(scale: Scale, index: int) -> Made:
    random = scale.random("project", index)
    made = Made("grants" if index % 3 == 0 else "projects", Draft("", DocumentKind.PROJECT, ""))
    name = made.naming(Label.PROJECT, index, _project_name(scale, index))
    started, state = _day(random), random.choices(_STATES, _STATE_SHARES)[0]
    running = state in (Modality.DOING, Modality.PLANNED)
    ended = "" if running else (started + timedelta(days=random.randint(90, 900))).isoformat()
    host = _some_organisation(scale, random)
    main = Named(
        Label.PROJECT, name, (f"{made.source}:P{index}",), place=world.place(world.organisation_place(host)),
        status=state, starts=started.isoformat(), ends=ended,
    )  # fmt: skip
    runs = Named(Label.ORGANISATION, made.naming(Label.ORGANISATION, host, world.organisation_name(host)))
    team = dict.fromkeys(_somebody(scale, random, 50) for _ in range(random.randint(1, 6)))
    said = [Statement("Host", RelType.RUNS, subject=runs)]
    said += [
        Statement(
            "Team", RelType.WORKS_ON, subject=_person(made, scale, who), role=random.choice(_TEAM_ROLES)
        )
        for who in team
    ]
    said += _about(made, scale, random, "Themes", 3)
    _write(made, scale, random, random.randint(4, 8), 0.5)
    made.draft = Draft(
        f"P{index}", DocumentKind.PROJECT, name, body=made.writing.text, published=started.isoformat(), main=main,
        statements=tuple(said),
    )  # fmt: skip
    return made


def _talk(scale: Scale) -> Iterator[Made]:
    """Yield posts, each followed by its comments, until there are enough documents."""
    made = number = 0
    while made < scale.talk:
        random = scale.random("post", number)
        post = _post(scale, random, number)
        yield post
        made += 1
        for place in range(min(int(random.expovariate(1 / 2.3)), scale.talk - made)):
            yield _comment(scale, random, post, place)
            made += 1
        number += 1


def _post(scale: Scale, random: Random, number: int) -> Made:
    made = Made(random.choices(_TALK_SOURCES, _TALK_SHARES)[0], Draft("", DocumentKind.POST, ""))
    author = _somebody(scale, random, 20)
    said = (_by(made, author), *_about(made, scale, random, "Topics", 3))
    if random.random() < 0.25:
        index = skewed(random, scale.projects, 200)
        made.writing.work(
            Label.PROJECT, made.naming(Label.PROJECT, index, _project_name(scale, index)), random
        )
    elif random.random() < 0.15:
        index = world.some_topic(scale, random)
        made.writing.work(Label.TOPIC, made.naming(Label.TOPIC, index, world.topic_name(index)), random)
    _write(made, scale, random, random.randint(8, 24), 1.0)
    made.draft = Draft(
        f"post:{number}", DocumentKind.POST, some_words(random, 6).capitalize(), body=made.writing.text,
        url=f"https://{made.source}.example.org/{number}", published=f"{_day(random).isoformat()}T09:00:00Z",
        statements=said,
    )  # fmt: skip
    return made


def _comment(scale: Scale, random: Random, post: Made, place: int) -> Made:
    """Return a comment: on the post, or as often on an earlier comment of the thread."""
    above = random.randrange(place) if place and random.random() < 0.5 else -1
    number = post.draft.key.removeprefix("post:")
    made = Made(post.source, post.draft)
    said = (_by(made, _somebody(scale, random, 20)),)
    _write(made, scale, random, random.randint(1, 5), 0.25)
    made.draft = replace(
        post.draft, key=f"comment:{number}-{place}", kind=DocumentKind.COMMENT, title=f"Comment on {post.draft.title}",
        body=made.writing.text, url=f"{post.draft.url}#comment-{place}", statements=said, thread=post.draft.key,
        parent=f"comment:{number}-{above}" if above >= 0 else post.draft.key,
    )  # fmt: skip
    return made


def _write(made: Made, scale: Scale, random: Random, sentences: int, share: float) -> None:
    """Write so many sentences, and so many names among them that the whole community has the mentions asked for."""
    names = random.expovariate(1 / max(0.01, share * _names_in_prose(scale)))
    for number in range(max(sentences, round(names))):
        if number < names - 0.5:
            _name_something(made, scale, random)
        else:
            made.writing.say(some_words(random, random.randint(6, 16)).capitalize())


def _names_in_prose(scale: Scale) -> float:
    """Return how many names stand in a whole post: projects have half as many, comments a quarter."""
    whole_posts = scale.projects * 0.5 + scale.talk * (1 / 3.0 + 0.25 * 2 / 3.0)
    return max(0.0, scale.mentions - _IN_FIELDS * scale.documents) / max(1.0, whole_posts)


def _name_something(made: Made, scale: Scale, random: Random) -> None:
    what, known = random.choices(_NAMED, _NAMED_SHARES)[0], True
    if what == "project":
        label, index = Label.PROJECT, skewed(random, scale.projects, 200)
        name = _project_name(scale, index)
    elif what == "topic":
        label, index = Label.TOPIC, world.some_topic(scale, random)
        name = world.topic_name(index)
    elif what == "organisation":
        label, index = Label.ORGANISATION, _some_organisation(scale, random)
        name = world.organisation_name(index)
    else:
        label, index, known = Label.PERSON, _somebody(scale, random, 20), what == "person"
        name = world.person(index)
    made.writing.name(label, made.naming(label, index, name), halves(random), known=known)


def _some_organisation(scale: Scale, random: Random) -> int:
    number = max(1, scale.organisations - world.REGIONS)
    return min(scale.organisations - 1, world.REGIONS + skewed(random, number, 20))


def _somebody(scale: Scale, random: Random, shift: float) -> int:
    """Return a person: mostly one of the busy ones, and often enough anybody, so that nearly all are met."""
    if random.random() < _ANYBODY:
        return random.randrange(scale.people)
    return skewed(random, scale.people, shift)


def _person(made: Made, scale: Scale, index: int) -> Named:
    ids = (f"members:M{index}",) if index < scale.members else ()
    return Named(Label.PERSON, made.naming(Label.PERSON, index, world.person(index)), ids)


def _by(made: Made, index: int) -> Statement:
    name = made.naming(Label.PERSON, index, world.person(index))
    return Statement("By", RelType.WROTE, subject=Named(Label.PERSON, name))


def _about(made: Made, scale: Scale, random: Random, heading: str, most: int) -> tuple[Statement, ...]:
    topics = {world.some_topic(scale, random) for _ in range(random.randint(1, most))}
    named = [made.naming(Label.TOPIC, index, world.topic_name(index)) for index in sorted(topics)]
    return tuple(Statement(heading, RelType.ABOUT, object=Named(Label.TOPIC, name)) for name in named)


def _day(random: Random) -> date:
    """Return a day of the ten years, the later ones more often: communities grow."""
    return _FIRST_DAY + timedelta(days=int(_DAYS * random.random() ** 0.7))
