"""What Jekyll, Hugo, Quarto and MkDocs add to Markdown, taken out before it is read as Markdown."""

from __future__ import annotations

import re

# Bounds keep an opening that is never closed from costing the square of the text.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_LIQUID_CODE = re.compile(r"\{% ?highlight\b.{0,20000}?\{% ?endhighlight ?%\}", re.DOTALL)
_LIQUID = re.compile(r"\{%.{0,1000}?%\}|\{\{.{0,1000}?\}\}", re.DOTALL)
_DIV = re.compile(r"^[ \t]*:{3,}.*$", re.MULTILINE)
_SPAN = re.compile(r"(?<=\))\{[^{}\n]{0,300}\}|\[([^\[\]\n]{1,300})\]\{[^{}\n]{0,300}\}")
_HEADING_ID = re.compile(r"[ \t]*\{:?[ ]?[#.:-][^{}\n]{0,300}\}[ \t]*$", re.MULTILINE)
_NOTE = re.compile(r"^[ \t]*\[\^[^\]\n]{1,60}\]:[ \t]*", re.MULTILINE)
_NOTE_MARK = re.compile(r"\[\^[^\]\n]{1,60}\]")
_BOX = re.compile(r"^(?:!!!|\?\?\?\+?|===)[ \t]+(?:\w[\w -]{0,60})?(?:\"([^\"\n]{0,300})\")?[ \t]*$")
_CITED = re.compile(r"\[(?:see )?-?@[\w:.#$%&+?<>~/-]{1,100}(?:[;,][^\[\]\n]{0,200})?\]")
# A link that nothing refers to: how Markdown writers leave a note to themselves.
_SIDE_NOTE = re.compile(r"^ {0,3}\[(?:comment|//)\]:.*$", re.MULTILINE | re.IGNORECASE)
_WIKI_LINK = re.compile(r"\[\[([^\[\]|\n]{1,200})(?:\|([^\[\]\n]{1,200}))?\]\]")


def plain_markdown(markdown: str) -> str:
    """Return Markdown without code blocks, templates, divs, attributes and footnote marks."""
    text = _without_fences(_COMMENT.sub("", markdown) if "<!--" in markdown else markdown)
    if "{" in text:
        text = _LIQUID.sub("", _LIQUID_CODE.sub("", text))
        text = _HEADING_ID.sub("", _SPAN.sub(lambda span: span[1] or "", text))
    text = _DIV.sub("", text)
    if "]:" in text:
        text = _SIDE_NOTE.sub("", text)
    if "[^" in text:
        text = _NOTE_MARK.sub("", _NOTE.sub("\n", text))
    if "[[" in text:
        text = _WIKI_LINK.sub(lambda link: link[2] or link[1], text)
    if "@" in text:
        text = _CITED.sub("", text)
    return _opened_boxes(text)


def _without_fences(text: str) -> str:
    """Drop fenced code here: what stands in it must not be mistaken for a template or a footnote."""
    kept: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif found and not ("`" in found[1] and "`" in line[found.end() :]):
            fence = found[1]
            kept.append("")
        else:
            kept.append(line)
    return "\n".join(kept)


def _opened_boxes(text: str) -> str:
    """MkDocs indents the text of a box ("!!! note"); indented text would be taken for code."""
    if "!!!" not in text and "???" not in text and "===" not in text:
        return text
    kept: list[str] = []
    inside = False
    for line in text.split("\n"):
        found = _BOX.match(line)
        if found:
            inside = True
            kept += ["", found[1] or "", ""]
        elif inside and line.startswith(("    ", "\t")):
            kept.append(line[4:] if line.startswith("    ") else line[1:])
        else:
            inside = inside and not line.strip()
            kept.append(line)
    return "\n".join(kept)
