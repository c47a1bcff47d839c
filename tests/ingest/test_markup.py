import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.markup import html_to_text, markdown_to_text

HTML = [
    ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    ("One.\n\nTwo.\nThree.", "One.\n\nTwo.\nThree."),
    ("One <b>bold</b>\nline.\n\nTwo.", "One bold\nline.\n\nTwo."),
    ("<p>One\n  line.</p>\n\n<p>Two.</p>", "One line.\n\nTwo."),
    ("Words<br/>below", "Words\nbelow"),
    ("<h2>Head</h2>Words", "Head\n\nWords"),
    ("<ul><li>a</li><li>b <ul><li>c</li></ul></li></ul>d", "- a\n- b\n- c\n\nd"),
    ("<p>x</p><ol><li><p>a</p></li><li><p>b</p></li></ol>", "x\n\n- a\n- b"),
    ("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td><p>d</p></td></tr></table>", "a | b\nc | d"),
    ("<blockquote><p>Said.</p></blockquote>After", "Said.\n\nAfter"),
    ('See <a href="https://x.org">the page</a>.', "See the page."),
    ('Before <img src="x.png" alt="a nurse"/> after', "Before after"),
    ("A<script>bad()</script><style>p{}</style>B", "AB"),
    ("Code: <pre>x = 1\ny</pre> and <code>f()</code>", "Code:\n\nand f()"),
    ("<!-- wp:paragraph --><p>A</p><!-- /wp:paragraph -->", "A"),
    ('[caption id="x" width="3"]<img src="y"/> Our ward[/caption] Words', "Our ward Words"),
    ('[gallery ids="1,2"]Words [see note]', "Words [see note]"),
    ("[code]x = 1[/code]Words", "Words"),
    ("Fish &amp; chips &lt;3 &nbsp; caf&eacute;", "Fish & chips <3 café"),
    ('Said<sup><a href="#fn1">1</a></sup> so', "Said so"),
    ("", ""),
    ("  \n ", ""),
]
MARKDOWN = [
    ("# Head\n\nOne\nline.\n\nTwo.", "Head\n\nOne line.\n\nTwo."),
    ("- a\n- b\n\n  c\n- d", "- a\n- b\nc\n- d"),
    ("Some *words* and **more** ~~no~~", "Some words and more no"),
    ("[the page](https://x.org) ![alt](y.png)", "the page"),
    ("[x]({% link index.md %}) {{ site.name }}{% include a.html %}", "x"),
    ("{{< fa brands x >}}Words", "Words"),
    ("Before\n\n```{r}\n#| echo: false\nx <- 1\n```\n\nAfter `code`", "Before\n\nAfter code"),
    ("::: {.callout-note}\nInside\n:::\n", "Inside"),
    ("| a | b |\n|---|---|\n| c | d |", "a | b\nc | d"),
    ("> Said.\n\nAfter", "Said.\n\nAfter"),
    ("Said[^1] so.\n\n[^1]: A note.", "Said so.\n\nA note."),
    ("<div class='x'>\n\nInside\n\n</div>\n<!-- more -->", "Inside"),
    ("[words]{.smallcaps} and ![](x.png){width=50%}\n\n## Head {#id .c}", "words and\n\nHead"),
    ('!!! note "Mind"\n\n    Inside.\n\nAfter', "Mind\n\nInside.\n\nAfter"),
    ("Words\n\n[comment]: <> (a note (to myself))\n", "Words"),
    ("A <b>raw</b> word &amp; more", "A raw word & more"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("html", "text"), HTML)
def test_html_is_read_as_a_reader_sees_it(html, text):
    assert html_to_text(html) == text


@pytest.mark.parametrize(("markdown", "text"), MARKDOWN)
def test_markdown_is_read_as_a_reader_sees_it(markdown, text):
    assert markdown_to_text(markdown) == text


@pytest.mark.parametrize(
    "bad", ["<" * 99, "\x00\x01<b>", "<div>" * 9999, "&#xD800;", "\ud800<p>", "]]>", "<!--", "<p"]
)
def test_bad_input_is_no_exception(bad):
    assert isinstance(html_to_text(bad), str)
    assert isinstance(markdown_to_text(bad), str)


@settings(deadline=None)  # a busy machine is no fault
@given(st.text(alphabet="<>/pbliu[]{}%:|`*_-#!&; \n\tax\x00\u00a0", max_size=200))
def test_any_text_gives_tidy_text(text):
    for found in (html_to_text(text), markdown_to_text(text)):
        assert "\n\n\n" not in found
        assert found == found.strip()
        assert not any(line.endswith(" ") for line in found.split("\n"))
        assert not set("\x00\x01\x02") & set(found)


@pytest.mark.parametrize("piece", ["{%", "{{", "[a ", "<!--", "[code]", "[^", "<div ", "[a=b ", "| "])
def test_nothing_takes_more_than_its_length_in_time(piece):
    start = time.perf_counter()
    html_to_text(piece * 20_000)
    markdown_to_text(piece * 20_000)
    assert time.perf_counter() - start < 8  # the square would take minutes
