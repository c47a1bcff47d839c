"""Personal addresses in prose, replaced: e-mail, telephone, IP address, NHS number."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

# Every repetition is bounded or cannot overlap with what follows it: time grows with the text alone.
_EMAIL = re.compile(
    r"(?:\bmailto:)?(?<![\w.+%'-])[\w.+%'-]{1,128}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}", re.IGNORECASE
)
_TOP = r"(?:com|org|net|edu|gov|nhs|uk|io|eu|info|co|ac|ie|wales|scot|cymru|london)"
_SPOKEN = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}"
    r"(?: at [\w-]{1,63}(?: dot [\w-]{1,63}){0,4} dot " + _TOP + r"(?: dot " + _TOP + r")?"
    r"| ?[\[({] ?(?:at|@) ?[\])}] ?[\w-]{1,63}(?:(?: ?[\[({] ?dot ?[\])}] ?| dot |\.)[\w-]{1,63}){1,5})\b",
    re.IGNORECASE,
)
_NHS_NUMBER = re.compile(r"(?<![\w.+-])\d{3}([ -])\d{3}\1\d{4}(?![\w-]|\.\d)")
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = re.compile(rf"(?<![\w.])(?:{_OCTET}\.){{3}}{_OCTET}(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_GAP = r"[ \u00a0().-]{0,2}"
_PHONE = re.compile(
    r"(?<![\w./=#£$€+-])(?<!\d,)(?:"
    rf"\(?0[1-9](?:{_GAP}\d){{8,9}}"  # British: ten or eleven digits, "0-306-…" is a book
    rf"|\(?\+\(?[1-9](?:{_GAP}\d){{6,14}}"
    r"|00[1-9](?:[ .]?\d){8,12}"
    r"|\(\d{3}\) ?\d{3}[ -]\d{4}"
    r")(?![\w/]|[.,-]\d)"
)
_CALLED = re.compile(
    r"\b((?:tel|telephone|phone|fax)\b[.: ]{1,3})\+?\(?\d(?:[ ()-]{0,2}\d){5,13}(?![\w/])", re.IGNORECASE
)
# Most texts hold nothing of these kinds: one quick look saves five slow ones.
_SPELT_OUT = re.compile(r" dot |[\[({] ?(?:at|@)", re.IGNORECASE)
_MANY_DIGITS = re.compile(r"\d[ ().\u00a0:-]{0,3}\d[ ().\u00a0:-]{0,3}\d|[0-9A-Fa-f]::?[0-9A-Fa-f]|::|\d\.\d")
_DATE = re.compile(r"\d{1,2}([.-])\d{1,2}\1\d{2,4}(?!\d)")


def redact(text: str) -> str:
    """Return the text with personal addresses replaced by "[e-mail removed]" and the like.

    Dates, versions, sums, DOIs, ORCIDs and web addresses stay; a number in the shape of an IP address
    does not, whatever it meant.
    """
    if "@" in text:
        text = _EMAIL.sub("[e-mail removed]", text)
    if _SPELT_OUT.search(text):
        text = _SPOKEN.sub("[e-mail removed]", text)
    if not _MANY_DIGITS.search(text):
        return text
    text = _NHS_NUMBER.sub("[NHS number removed]", text)
    text = _IPV4.sub("[IP address removed]", text)
    if ":" in text:
        text = _IPV6.sub(_ip_or_not, text)
    text = _PHONE.sub(_phone_or_not, text)
    return _CALLED.sub(r"\1[phone removed]", text)


def redact_path(path: str) -> str:
    """Return a path or the name of a place with each of its parts redacted: in addresses digits behind "/" are kept."""
    return "/".join(map(redact, path.split("/")))


def _ip_or_not(found: re.Match[str]) -> str:
    words = found[0]
    # "10:20" and "a::b" in code are no addresses: those have several groups, and digits.
    if len(words) < 6 or not any(char.isdigit() for char in words):
        return words
    try:
        IPv6Address(words)
    except AddressValueError:
        return words
    return "[IP address removed]"


def _phone_or_not(found: re.Match[str]) -> str:
    before = found.string[max(0, found.start() - 6) : found.start()].upper()
    if _DATE.match(found[0]) or "ISBN" in before or "DOI" in before:
        return found[0]
    return "[phone removed]"
