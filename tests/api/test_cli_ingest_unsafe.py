"""What a folder from somebody else may hold: personal addresses in every name, links that lead out, broken archives."""

import json

import pytest

from tests.ingest.feeds import item, rss

MAIL, PHONE, IP = "zq.secret@leak.example.org", "+44 20 7946 0123", "203.0.113.77"
LEAKS = ("zq.secret", "7946", IP)
POST = f"""---
title: Huddles {MAIL} {PHONE}
author: Asha Rao <{MAIL}>
tags: [falls, "{MAIL}", "Ring {PHONE}"]
---
We hold a huddle. Write to {MAIL}, ring {PHONE}, or log in from {IP}.
"""
VOCABULARY = f"id,prefLabel,altLabel,broader\n{MAIL},Safety,{PHONE},\n{PHONE},Trips,{MAIL},{MAIL}\n"


def made(folder):
    folder.mkdir()
    (folder / f"{MAIL}.md").write_text(POST)
    (folder / f"{PHONE}.md").write_text(POST.replace("We hold", "They hold"))
    (folder / f"broken {MAIL}.md").write_bytes(b"\0" * 99)
    (folder / f"{MAIL}.csv").write_text(VOCABULARY)
    (folder / "feed.xml").write_text(rss(item("1", guid=MAIL, title=MAIL, link=f"https://x.example/{MAIL}/")))


@pytest.mark.parametrize("name", ["posts", f"posts of {MAIL}"])
def test_no_personal_address_comes_out_of_any_door_whatever_bears_it(command, tmp_path, name):
    made(tmp_path / name)
    code, out, err = command("ingest", tmp_path / name, "--no-language", "--json")
    assert (code, json.loads(out)["loaded"]) == (0, 5)
    shown = out + err + command("runs")[1]
    for kind in ("documents", "records", "entities", "claims", "mentions", "ties"):
        command("export", kind, tmp_path / "out")
        shown += (tmp_path / "out").read_text("utf-8")
    shown = shown.replace(str(tmp_path), "")
    assert [leak for leak in LEAKS if leak in shown] == []
    stored = (tmp_path / "community.db").read_bytes()
    assert [leak for leak in LEAKS if leak.encode() in stored] == []


def test_a_file_called_by_an_address_is_a_source_with_another_name_and_is_known_again(command, tmp_path):
    file = tmp_path / f"{MAIL}.md"
    file.write_text(POST)
    (first,) = json.loads(command("ingest", file, "--no-language", "--json")[1])["sources"]
    (again,) = json.loads(command("ingest", file, "--no-language", "--json")[1])["sources"]
    assert (first["source"], first["loaded"]) == ("file", 1)
    assert (again["source"], again["unchanged"]) == ("file", 1)


def test_a_source_of_a_community_file_is_not_called_by_an_address(command, tmp_path):
    (tmp_path / "post.md").write_text(POST)
    file = tmp_path / "community.toml"
    file.write_text(f'[[source]]\nid = "{MAIL}"\nkind = "markdown"\npath = "post.md"\n')
    code, _, err = command("ingest", file, "--no-terms")
    assert (code, "its id or name holds a personal address" in err, MAIL in err) == (3, True, False)


def test_a_link_that_leads_out_of_the_folder_is_named_and_not_followed(command, tmp_path):
    (tmp_path / "secret.md").write_text("---\ntitle: Secret plan\n---\nNot for you.\n")
    folder = tmp_path / "posts"
    (folder / "more").mkdir(parents=True)
    (folder / "post.md").write_text("---\ntitle: Huddles\n---\nWe hold a huddle.\n")
    (folder / "more" / "link.md").symlink_to(tmp_path / "secret.md")
    (folder / "more" / "loop").symlink_to(folder)
    code, out, _ = command("ingest", folder, "--no-language", "--json")
    (source,) = json.loads(out)["sources"]
    assert (code, source["loaded"]) == (0, 1)
    assert source["skips"] == [
        {"place": "posts/more/link.md", "reason": "a link that leads out of the folder"}
    ]


def test_what_cannot_be_unpacked_is_told_once_for_a_folder_of_several_kinds(command, tmp_path):
    folder = tmp_path / "posts"
    folder.mkdir()
    (folder / "post.md").write_text("---\ntitle: Huddles\n---\nWe hold a huddle.\n")
    (folder / "page.txt").write_text("Falls\n\nBy Asha Rao\n\nThey fall less often now.\n")
    (folder / "broken.zip").write_bytes(b"PK\3\4 no archive")
    code, out, _ = command("ingest", folder, "--no-language", "--complete", "--json")
    sources = json.loads(out)["sources"]
    assert (code, [skip["place"] for one in sources for skip in one["skips"]]) == (0, ["posts/broken.zip"])
    # Behind it may be what was read before: neither source retires anything.
    assert ["broken" in one.get("kept", "") for one in sources] == [True, True]
