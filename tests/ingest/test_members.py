import pytest

from graph.errors import InputError
from graph.model import DocumentKind, Label
from tests.ingest.reading import drafts, main, read, reasons, source, subjects, topics


@pytest.fixture
def table(tmp_path):
    def made(data, more="", kind="members"):
        (tmp_path / "data.csv").write_text(data)
        return read(tmp_path, source(kind, "data.csv", more))

    return made


@pytest.mark.parametrize(("data", "reason"), [("\0\1" * 99, "not text (binary)"), ("  ", "empty file")])
def test_a_list_that_cannot_be_read_says_why_and_not_that_it_has_no_names(table, data, reason):
    assert reasons(table(data)) == [reason]


def test_people_by_key_are_looked_up_in_the_register(tmp_path):
    (tmp_path / "people.yaml").write_text("arao:\n  first: Asha\n  last: Rao\n  orcid: 0000-0001\n")
    (tmp_path / "d.yaml").write_text("- title: T\n  leads: [ARAO, somebody]\n")
    toml = """
    [[source]]
    id = "people"
    kind = "members"
    path = "people.yaml"
    [source.person]
    key = "@key"
    name = ["first", "last"]
    ids = { orcid = "orcid" }
    [[source]]
    id = "s"
    kind = "table"
    path = "d.yaml"
    [source.project]
    name = "title"
    people = { column = "leads", from = "people", role = "lead" }
    """
    (row,) = drafts(read(tmp_path, toml))
    assert [(named.name, named.ids) for named in subjects(row)] == [
        ("Asha Rao", ("people:arao", "orcid:0000-0001")), ("somebody", ()),
    ]  # fmt: skip


def test_a_register_is_read_anew_when_its_file_changes(tmp_path):
    toml = source(
        "table", "d.yaml", '[source.project]\nname = "title"\npeople = { column = "who", from = "m" }\n'
    )
    toml += '[[source]]\nid = "m"\nkind = "members"\npath = "m.csv"\n'
    (tmp_path / "d.yaml").write_text("- title: T\n  who: m1\n")
    for name in ("Asha Rao", "Asha Rao-Chalk"):
        (tmp_path / "m.csv").write_text(f"id,name\nm1,{name}\n")
        assert subjects(drafts(read(tmp_path, toml))[0])[0].name == name


def test_a_member_list_is_read_by_its_usual_headings(table):
    data = (
        "Member ID,First name,Last name,Job title,Organisation,City,Interests,E-mail,Mobile phone,Bio\n"
        "M1,Asha,Rao,Ward Manager,Northmere Trust,Kelsby,"
        "falls; huddles,asha@example.org,07700 900123,I run a ward.\n"
    )
    (row,) = drafts(table(data, "", kind="members"))
    assert (row.key, row.kind, main(row).name) == ("M1", DocumentKind.PROFILE, "Asha Rao")
    member = main(row)
    assert (member.role, member.organisation) == ("Ward Manager", "Northmere Trust")
    assert member.place == "Kelsby"
    assert (main(row).label, main(row).ids, topics(row)) == (Label.PERSON, ("s:M1",), ["falls", "huddles"])
    assert row.details == (("Bio", "I run a ward."),)
    assert "example.org" not in repr(row)
    assert "900123" not in repr(row)


def test_a_member_list_without_a_name_says_what_it_has(table):
    with pytest.raises(InputError, match="no column of this list is called Name") as caught:
        table("Ref,Telephone\n1,2\n", "", kind="members")
    assert "Ref" in caught.value.hint


def test_a_column_of_addresses_is_never_read(table):
    mapping = '[source.person]\nname = "name"\ntext = ["email"]\nplace = "phone"\n'
    (row,) = drafts(table("name,email,phone\nAsha Rao,a@b.org,07700 900123\n", mapping, kind="table"))
    assert (row.details, main(row).place) == ((), "")


def test_an_address_in_a_name_is_dropped(table):
    (row,) = drafts(table("name\nAsha Rao <asha@example.org>\n", "", kind="members"))
    assert row.title == "Asha Rao"


def test_a_row_without_a_key_of_its_own_has_no_id(table):
    (row,) = drafts(table("name\nAsha Rao\n", "", kind="members"))
    assert (row.key, main(row).ids) == ("row:data:2", ())
