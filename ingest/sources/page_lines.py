"""The lines of a page pasted as text: which are navigation, dates, headings of comments, endings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.names import words

# As `words` gives them: without case and punctuation.
_NAVIGATION = frozenset(
    " ".join(phrase.split())
    for phrase in """
    about; about us; accept all cookies; accept cookies; accessibility; advertisement; all news; all
    posts; all stories; back; back to top; be the first to comment; bookmark; close; close menu; comment
    policy; contact; contact us; cookie policy; cookies; copy link; delete; download; e mail; edit;
    email; facebook; flag; follow; follow us; go back; home; instagram; join; join us; like; likes;
    linkedin; listen; load more; load more comments; loading; log in; log out; login; main menu; manage
    cookies; menu; newer posts; next; next post; no comments yet; older posts; permalink; previous;
    previous post; print; print this page; privacy; privacy policy; quote; read more; register; reply;
    report; report this; save; search; search this site; share; share this; share this article; share
    this page; share this post; share via; show more; sign in; sign up; site map; sitemap; skip
    navigation; skip to content; skip to footer; skip to main content; skip to navigation; subscribe;
    terms; toggle navigation; top; tweet; twitter; view all; whatsapp; x; youtube
    """.split(";")
)
_NAVIGATION_START = re.compile(
    r"^(?:share (?:this |on |via |to )|follow us|skip to |we use cookies|this (?:web)?site uses cookies|"
    r"cookies on |"
    r"by (?:using|continuing to use) this|your e-?mail address will not|required fields|"
    r"comments are (?:read|moderated|closed)|"
    r"please (?:read|see) our comment|log in to (?:reply|comment)|sign in to |you must be logged in|"
    r"click here to share|"
    r"copyright |© |all rights reserved|notify me of)",
    re.IGNORECASE,
)
_READ_TIME = re.compile(
    r"^(?:reading time:? ?)?(?:about )?\d{1,3}[ -]min(?:ute)?s?(?: read(?:ing)?)?$", re.IGNORECASE
)
_MENU_MARK = re.compile(r"\s{2,}|\t| \| | · | • ")
_CRUMB_MARK = re.compile(r" (?:>|»|\u203a|→|/) ")
_ENDING = re.compile(
    r"^(?:leave a (?:comment|reply)|add (?:a|your) comment|post a comment|write a comment|"
    r"submit a comment|join the conversation|"
    r"related (?:posts|articles|stories|content|pages|reading)|you might (?:also )?(?:like|"
    r"be interested in)|you may also (?:like|be interested in)|"
    r"more (?:from|like this|stories|posts)|read next|what to read next|latest (?:posts|news)|"
    r"recent posts|about the authors?)\b[^.]{0,60}$",
    re.IGNORECASE,
)
_COMMENTS = re.compile(
    r"^(?:comments?(?: ?[(:]? ?\d{1,4} ?\)?)?|(?:\d{1,4}|one|two|three) (?:comments?|responses?|replies|"
    r"thoughts)(?: (?:on|to|so far)\b.{0,200})?|"
    r"(?:reader )?comments? below|discussion \(\d{1,4}\))\s*:?$",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_TIME = r"(?:,?\s+(?:at\s+|-\s+)?\d{1,2}[:.]\d{2}(?::\d{2})?\s*(?:am|pm|a\.m\.|p\.m\.)?)?"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|"
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}){_TIME}"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
_DATE_LINE = re.compile(
    rf"^(?:(?:posted|published|date|first published|publication date|added|"
    rf"written)(?: on)?:?\s+)?{_WEEKDAY}({_DATE})\s*$",
    re.IGNORECASE,
)
_DATE_AT_END = re.compile(rf"[\s,|·(–—-]*(?:\bon\s+)?{_WEEKDAY}({_DATE})\)?\s*:?$", re.IGNORECASE)
_MOST_MENU_WORDS = 4


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the spaces around it, and how far it was indented."""

    text: str
    indent: int


def lines_of(text: str) -> list[Line]:
    """Return the lines of a page; tabs count four."""
    found = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n"):
        line = raw.expandtabs(4).rstrip()
        found.append(Line(line.strip(), len(line) - len(line.lstrip())))
    return found


def is_navigation(text: str) -> bool:
    """Say whether a line belongs to the site and not to the page: menus, share buttons, notices."""
    if not text:
        return False
    if " ".join(words(text)) in _NAVIGATION or _NAVIGATION_START.match(text) or _READ_TIME.match(text):
        return True
    parts = [part for part in _MENU_MARK.split(text) if part]
    if len(parts) >= 3 and all(len(part.split()) <= _MOST_MENU_WORDS for part in parts):
        return True
    if len(parts) == 2 and all(" ".join(words(part)) in _NAVIGATION for part in parts):
        return True
    crumbs = _CRUMB_MARK.split(text)
    return len(crumbs) >= 2 and words(crumbs[0]) in (["home"], ["you", "are", "here", "home"])


def is_ending(text: str) -> bool:
    """Say whether the page's own text is over: a form, other pages."""
    return bool(_ENDING.match(text))


def is_comments_heading(text: str) -> bool:
    """Say whether a line stands above the comments."""
    return bool(_COMMENTS.match(text))


def date_in(text: str) -> str:
    """Return the date of a line that is nothing else, as it is written, or ''."""
    found = _DATE_LINE.match(text)
    return found[1].strip() if found else ""


def without_date(text: str) -> tuple[str, str]:
    """Return a line without the date at its end, and the date."""
    found = _DATE_AT_END.search(text[-60:])
    if found is None:
        return text.strip(" ,|"), ""
    return text[: len(text) - len(text[-60:]) + found.start()].strip(" ,|"), found[1].strip()
