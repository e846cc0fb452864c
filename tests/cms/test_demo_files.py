"""The demo's data files, its pictures, and the command where it may not write."""

import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from cms.demo.drawing import figure, place, rings, wordmark
from cms.demo.drawing.marks import FORMS
from cms.demo.drawing.places import MOTIFS
from cms.demo.prose import to_html
from cms.demo.reading import FOLDER, LANGUAGES, read, sessions
from cms.demo.translating import MISSING

FILES = sorted(str(f.relative_to(FOLDER).with_suffix("")) for f in FOLDER.rglob("*.toml"))


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Path, language and words of every text in a file."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name in LANGUAGES and isinstance(value, str):
                yield path, name, value
            else:
                yield from leaves(value, f"{path}.{name}")
    elif isinstance(data, list):
        for place_, value in enumerate(data):
            yield from leaves(value, f"{path}[{place_}]")


def rows() -> dict[str, int]:
    return {m._meta.db_table: m._default_manager.count() for m in apps.get_models()}


@pytest.mark.django_db
@pytest.mark.parametrize("setting", [False, None, "yes"])
def test_refuses_settings_that_are_not_a_demo(settings, setting):
    before = rows()
    settings.DEMO = setting
    with pytest.raises(CommandError) as refusal:
        call_command("load_demo")
    assert str(refusal.value) == (
        "The demo has log-ins that everybody knows. It is loaded with demo settings alone "
        "(DEMO = True), never with those of production."
    )
    assert rows() == before


@pytest.mark.django_db
def test_refuses_where_the_setting_is_missing(settings):
    before = rows()
    del settings.DEMO
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert rows() == before


def test_there_are_files():
    assert len(sessions()) == 24
    assert [name for name in FILES if "/" not in name] == [
        "labels",
        "pages",
        "partners",
        "people",
        "pictures",
        "releases",
    ]


@pytest.mark.parametrize("name", FILES)
def test_every_text_stands_in_both_languages(name):
    data = read(name)
    whole = [data] if "title" in data else [data[part] for part in data]
    unpaired = []
    for part in whole:
        found: dict[str, set[str]] = {}
        for path, language, _words in leaves(part):
            found.setdefault(path, set()).add(language)
        wanted = {"de"} if part.get("stage") == MISSING else {"de", "en"}
        unpaired += [path for path, languages in found.items() if languages != wanted]
    assert unpaired == []


@pytest.mark.parametrize("name", FILES)
def test_typography(name):
    """Marks and dashes as each language sets them; no gender sign in English."""
    wrong = []
    for path, language, words in leaves(read(name)):
        prose = re.sub(r"\]\([^)]*\)|^- ", "", words, flags=re.MULTILINE)
        patterns = {
            "straight quotation mark": r"[\"']",
            "hyphen for a dash": r" - ",
            "three full stops": r"\.\.\.",
            "two blanks": r"\S  \S",
        }
        if language == "de":
            patterns["English opening mark"] = r"(?<!\w)“\w"
            patterns["English closing mark"] = "”"
        else:
            patterns["German opening mark"] = "„"
            patterns["gender sign"] = r"\w\*\w"
        wrong += [(path, fault) for fault, found in patterns.items() if re.search(found, prose)]
    assert wrong == []


def test_only_invented_people_are_quoted():
    real = {data["name"] for data in read("people").values() if data.get("real")}
    quoted = {
        block["author"]
        for data in sessions().values()
        for block in data["body"]
        if block["type"] == "quote"
    }
    assert real == {"Katharina Zweig", "Jakob Kort", "Ana Dujić", "Mads Pankow"}
    assert quoted == {
        "Adaeze Nwosu",
        "Elif Tanrıverdi",
        "Greta Saalfeld",
        "Malaika Otieno",
        "Nuria Castellà",
        "Quirin Obermayr",
        "Xenia Papadaki",
    }


def test_addresses_belong_to_nobody():
    """Every address outside is of a domain kept for examples (RFC 2606)."""
    text = "".join(path.read_text() for path in FOLDER.rglob("*.toml"))
    hosts = set(re.findall(r"https?://([\w.-]+)", text))
    assert {host for host in hosts if not host.endswith((".example", "example.org"))} == set()
    assert set(re.findall(r"[\w.]+@([\w.]*\w)", text)) == {"example.org"}


def test_prose():
    html = to_html(
        "Ein Satz & ein [Wort](lang:en).\n\n## Eine Überschrift\n\n- [eins](page:about)\n- zwei\n\n"
        "[Dort](https://example.org/).",
        {"page:about": 7}.__getitem__,
    )
    assert html == (
        '<p>Ein Satz &amp; ein <a linktype="lang" lang="en">Wort</a>.</p>'
        "<h2>Eine Überschrift</h2>"
        '<ul><li><a linktype="page" id="7">eins</a></li><li>zwei</li></ul>'
        '<p><a href="https://example.org/">Dort</a>.</p>'
    )


def test_pictures_are_the_same_in_every_run_and_different_from_each_other():
    people = [
        rings(name, turn) if data.get("real") else figure(name, turn, *data["figure"])
        for turn, (name, data) in enumerate(read("people").items())
    ]
    assert {picture.size for picture in people} == {(800, 1000)}
    assert len({sha256(picture.tobytes()).digest() for picture in people}) == 30
    name, data = next(iter(read("people").items()))
    assert figure(name, 0, *data["figure"]).tobytes() == people[0].tobytes()


def test_every_motif_has_a_picture_and_a_text():
    assert set(read("pictures")) == set(MOTIFS)
    pictures = [place(name) for name in MOTIFS]
    assert {picture.size for picture in pictures} == {(1600, 1000)}
    assert len({sha256(picture.tobytes()).digest() for picture in pictures}) == 15


def test_marks():
    partners = read("partners")
    assert sorted(data["mark"]["form"] for data in partners.values()) == sorted(FORMS)
    marks = [wordmark(d["mark"]["lines"], d["mark"]["form"]) for d in partners.values()]
    assert {mark.size for mark in marks} == {(900, 360)}
    assert len({sha256(mark.tobytes()).digest() for mark in marks}) == 6
    with pytest.raises(ValueError, match="'star' is none of arches, bars"):
        wordmark(["A", "B"], "star")
