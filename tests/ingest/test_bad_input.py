"""Files that are broken, endless or made to harm: each is a skip with its reason, in little memory; the rest is read.

Each is read in a process of its own beside a good file, so that the peak of memory is its own.
"""

import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 500  # MB
PROJECT = '[source.project]\nname = "title"\npeople = "team"\n'
PAGE = "---\ntitle: Huddles\n---\nWe met.\n"
EXPORT = (
    b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/" '
    b'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item><title>Huddles</title>'
    b"<wp:post_id>%s</wp:post_id><content:encoded><![CDATA[%s]]></content:encoded></item></channel></rss>"
)
# Reads the source of a community file up to its cleaned documents; prints what was read, why not, and the peak in MB.
CHILD = """
import json, sys
from api.bench.figures import peak
from pathlib import Path
from ingest.clean import clean
from ingest.community import read_community
from ingest.document import Skip
from ingest.sources import read_source
whole = read_community(Path(sys.argv[1]))
read, reasons = [], {}
for item in read_source(whole.sources[0], whole):
    if isinstance(item, Skip):
        reasons[item.place.partition(",")[0]] = item.reason
    else:
        read.append(clean(item, "s").document.title)
print(json.dumps([read[:50], reasons, peak()]))
"""
SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<dimension ref="A1:XFD1048576"/><sheetData>{}</sheetData></worksheet>'
)


def cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbook(sheet: str, strings: str = "") -> dict[str, str]:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    related = f'<Relationships xmlns="{package}/relationships">{{}}</Relationships>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType='
        f'"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override '
        f'PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/><Override '
        f'PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>',
        "_rels/.rels": related.format(
            f'<Relationship Id="a" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related.format(
            f'<Relationship Id="a" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="b" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": SHEET.format(sheet),
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
    }  # fmt: skip


def packed(file: Path, parts: dict[str, str]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def aliases(levels: int) -> str:
    lines = [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(["a0: &a0 [x, x, x, x, x, x, x, x, x, x]", *lines])


HEAD = f'<row r="1">{cell("A1", "title")}{cell("B1", "team")}</row>'
TABLES: dict[str, tuple[bytes | dict[str, str], str]] = {
    "endless line.csv": (b"title,team\n" + b"x" * (32 << 20), "a line is too long"),
    "empty lines.csv": (b"title,team\n" + b"\n" * (4 << 20), "nothing but empty lines"),
    "endless quote.csv": (b'title,team\nA,"' + b"x\n" * (4 << 20), "not CSV from some row on"),
    "noise.csv": (random.Random(1).randbytes(1 << 20), "not text (binary)"),
    "deep.json": (b"[" * 200_000 + b"]" * 200_000, "not JSON: nested too deep"),
    "values.json": (b"[" + b"1," * (8 << 20) + b"1]", "too many values"),
    "endless.json": (b'[{"title":"' + b"x" * (44 << 20) + b'"}]', "too large"),
    "endless line.jsonl": (b'{"title":"' + b"x" * (32 << 20) + b'"}', "a line is too long"),
    "values.yaml": (b"- title: A\n" * 360_000, "too many values"),
    "aliases.yaml": (aliases(12).encode(), "aliases that blow up"),
    "deep.yaml": (b"[" * 100_000 + b"]" * 100_000, "not YAML"),
    "strings.xlsx": (workbook(HEAD, "<si><t>a</t></si>" * 2_500_000), "too large when unpacked"),
    "not a workbook.xlsx": (b"PK\x03\x04" + b"x" * 1000, "not an XLSX file"),
}
PAGES = {
    "endless.md": (PAGE.encode() + b"word " * (1 << 20), "too large for a page"),
    "front matter.md": (f"---\ntags: [{'a,' * 450_000}]\n---\nx".encode(), "too many values"),
    "aliases.md": (f"---\n{aliases(10)}\n---\nx".encode(), "aliases that blow up"),
    "deep.md": (f"+++\na = {'[' * 100_000}\n+++\nx".encode(), "nested too deep"),
}
EXPORTS = {
    "deep.xml": (EXPORT.split(b"<item>", 1)[0] + b"<a>" * 300_000, "not well-formed XML"),
    "no posts but tags.xml": (EXPORT.split(b"<item>", 1)[0] + b"<b/>" * (6 << 20), "a post without end"),
    "endless post.xml": (EXPORT.split(b"%s]]>", 1)[0] + b"word " * (8 << 20), "a post without end"),
    "cut off.xml": (EXPORT[:200], "not well-formed XML"),
    "bomb.xml": (
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b']><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><x>&j;</x></channel></rss>',
        "not well-formed XML",
    ),
}


def outcome(folder: Path, kind: str, more: str = "") -> tuple[list[str], dict[str, str], float]:
    import json

    community = folder / "community.toml"
    community.write_text(f'[[source]]\nid = "s"\nkind = "{kind}"\npath = "files"\n{more}')
    command = [sys.executable, "-c", CHILD, str(community)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=300)
    read, reasons, peak = json.loads(done.stdout)
    return read, reasons, peak


def written(folder: Path, name: str, data: bytes | dict[str, str]) -> Path:
    file = folder / "files" / name
    file.parent.mkdir(exist_ok=True)
    if isinstance(data, bytes):
        file.write_bytes(data)
    else:
        packed(file, data)
    return file


def is_a_skip(
    tmp_path: Path, kind: str, given: tuple[str, bytes | dict[str, str], str], more: str = ""
) -> None:
    name, data, reason = given
    written(tmp_path, name, data)
    read, reasons, peak = outcome(tmp_path, kind, more)
    assert read == ["Huddles"]
    assert reason in reasons[f"files/{name}"]
    assert peak < MOST_MEMORY


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_a_table_made_to_harm_is_a_skip_and_the_next_one_is_read(tmp_path, name):
    written(tmp_path, "good.csv", b"title,team\nHuddles,Asha Rao\n")
    is_a_skip(tmp_path, "table", (name, *TABLES[name]), PROJECT)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_a_page_made_to_harm_is_a_skip_and_the_next_one_is_read(tmp_path, name):
    written(tmp_path, "good.md", PAGE.encode())
    is_a_skip(tmp_path, "markdown", (name, *PAGES[name]))


@pytest.mark.slow
@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_made_to_harm_is_a_skip_and_the_next_one_is_read(tmp_path, name):
    written(tmp_path, "good.xml", EXPORT % (b"1", b"We met."))
    is_a_skip(tmp_path, "wxr", (name, *EXPORTS[name]))


@pytest.mark.slow
def test_a_post_of_html_nested_without_end_is_read_in_little_memory(tmp_path):
    written(tmp_path, "deep.xml", EXPORT % (b"1", b"<div>" * 100_000 + b"We met." + b"</div>" * 100_000))
    read, _, peak = outcome(tmp_path, "wxr")
    assert read == ["Huddles"]
    assert peak < MOST_MEMORY


@pytest.mark.slow
def test_a_workbook_that_claims_a_million_rows_of_sixteen_thousand_columns_is_read_as_it_is(tmp_path):
    rows = f'{HEAD}<row r="1048576">{cell("A1048576", "Huddles")}{cell("XFD1048576", "z")}</row>'
    written(tmp_path, "wide.xlsx", workbook(rows))
    read, reasons, peak = outcome(tmp_path, "table", PROJECT)
    assert (read, reasons) == (["Huddles"], {})
    assert peak < MOST_MEMORY
