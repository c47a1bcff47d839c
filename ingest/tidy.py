"""A draft without personal addresses and broken characters in any of its fields; bodies are cleaned later."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit, urlunsplit

from graph.ids import digest
from graph.model import Label
from ingest.document import Draft, Named, Statement
from ingest.redact import redact, redact_path

# Halves of surrogate pairs: other programs' JSON holds them, and no store takes them.
_HALVES = re.compile("[\ud800-\udfff]")
# No name is longer; a cell that holds a whole text is more than an index of either engine takes.
_LONGEST_NAME = 1000
_SPACE = re.compile(r"\s+")


def one_line(text: str) -> str:
    """Return a text on one line, without personal addresses and broken characters."""
    return _SPACE.sub(" ", redact(whole(text))).strip()


def whole(text: str) -> str:
    """Return a text whose characters are all whole."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def nameless(key: str) -> str:
    """Return a key as it is, or a digest of one that holds a personal address: equal keys stay equal."""
    return key if redact_path(key) == key else f"id:{digest(key)}"


def tidy(draft: Draft) -> Draft:
    """Return a draft whose title, names, roles and places are single lines that may be shown to anybody."""
    return replace(
        draft,
        key=nameless(whole(draft.key)),
        title=one_line(draft.title)[:_LONGEST_NAME],
        body=whole(draft.body),
        url=_address(draft.url),
        main=_named(draft.main) if draft.main is not None else None,
        details=tuple((one_line(heading), whole(words)) for heading, words in draft.details),
        statements=tuple(_statement(said) for said in draft.statements),
    )


def _address(url: str) -> str:
    """Return a web address without the parameters that hold a personal one, however they are written."""
    url = whole(url)
    if redact(unquote(url)) == unquote(url):
        return url
    parts = urlsplit(url)
    kept = [one for one in parts.query.split("&") if redact(unquote(one)) == unquote(one)]
    plain = urlunsplit(parts._replace(query="&".join(kept), fragment=""))
    return plain if redact(unquote(plain)) == unquote(plain) else ""


def _statement(said: Statement) -> Statement:
    return replace(
        said,
        shown_as=one_line(said.shown_as),
        subject=_named(said.subject) if said.subject is not None else None,
        object=_named(said.object) if said.object is not None else None,
        role=one_line(said.role),
    )


def _identifier(one: str, label: Label) -> str:
    """Return an id; one of a person that is a personal address is none, any other is kept as a digest."""
    plain = redact(one)
    if plain == one:
        return one
    if label is Label.PERSON:
        return ""
    # What is in the shape of an IP address is a notation, more often than not.
    return one if "[IP" in plain else f"{one.partition(':')[0]}:{digest(one)}"


def _named(named: Named) -> Named:
    # A topic or an organisation has no address of its own, and most names hold nothing to remove.
    return replace(
        named,
        name=one_line(named.name)[:_LONGEST_NAME],
        names=tuple(one_line(name)[:_LONGEST_NAME] for name in named.names),
        ids=tuple(filter(None, (_identifier(whole(one), named.label) for one in named.ids))),
        role=one_line(named.role),
        organisation=one_line(named.organisation),
        place=one_line(named.place),
        kind=one_line(named.kind),
    )
