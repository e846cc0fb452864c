"""``load_demo``: what it makes, in which states, and that it can be run again."""

import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from PIL import Image
from wagtail.models import GroupPagePermission, Locale, ModelLogEntry, Page, Site, WorkflowPage
from wagtail_localize.models import Translation

from cms.demo.loading import states
from cms.demo.reading import key, sessions
from cms.models import HomePage
from sessions_app.enums import SlotState
from sessions_app.models import (
    Partner,
    Photo,
    ProgrammeRelease,
    Room,
    SessionFormat,
    SessionPage,
    Slot,
    Speaker,
    Track,
)
from sessions_app.translation import glossary, localize, policy, status
from sessions_app.translation.checks import Pair, run
from sessions_app.translation.checks.glossary import TermForbidden, TermMissing
from sessions_app.translation.models import Action, GlossaryTerm
from sessions_app.translation.status import State
from tests.factories import publish

REFERENCE = "sozialstaat-4-0-was-macht-eine-innovative-verwaltung-aus"
GLOSSARY = (TermMissing(), TermForbidden())
BERLIN = ZoneInfo("Europe/Berlin")
ACCOUNTS = ("editor", "translator", "reviewer", "manager", "admin")


def session(number: int) -> SessionPage:
    """The original of the session whose file begins with that number."""
    (name,) = (name for name in sessions() if name.startswith(f"{number:02}-"))
    return SessionPage.objects.get(translation_key=key("session", name), source=None)


def strings(raw: Any) -> Iterator[str]:
    """All texts of stored blocks, without tags."""
    if isinstance(raw, dict):
        for value in raw.values():
            yield from strings(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from strings(value)
    elif isinstance(raw, str):
        yield BeautifulSoup(raw, "html.parser").get_text(" ")


def load_again() -> str:
    printed = StringIO()
    call_command("load_demo", stdout=printed)
    return printed.getvalue()


def rows() -> dict[str, int]:
    """Number of rows of every table that a change would show in."""
    return {m._meta.db_table: m._default_manager.count() for m in apps.get_models()}


@pytest.mark.django_db
def test_numbers(demo):
    originals = {
        model.__name__: model._default_manager.filter(source=None).count()
        for model in (SessionPage, Speaker, Partner, Room, Track, SessionFormat)
    }
    assert originals == {
        "SessionPage": 24,
        "Speaker": 30,
        "Partner": 6,
        "Room": 4,
        "Track": 5,
        "SessionFormat": 6,
    }
    days = Counter(slot.start.astimezone(BERLIN).date().isoformat() for slot in Slot.objects.all())
    assert days == {"2027-06-10": 12, "2027-06-11": 12}
    # A picture for every person, a mark for every partner, the drawings of the pages.
    assert Photo.objects.count() == 30 + 6 + 15
    assert Photo.objects.exclude(alt_texts__has_key="de").count() == 0
    assert Photo.objects.exclude(alt_texts__has_key="en").count() == 0


@pytest.mark.django_db
def test_states(demo):
    unusual = {
        "09-formularwerkstatt": State.DRAFT,
        "10-was-beschaeftigte-ueber-ihre-software-wissen-wollen": State.OUTDATED,
        "15-sprachmodelle-am-schalter": State.READY,
        "17-haushalt-mit-reserve": State.MISSING,
        # Its own text is live; the person in it was written anew.
        "19-pflege-plan-pause": State.OUTDATED,
    }
    english = states("en")
    assert {name: state for name, state in english.items() if state != State.LIVE} == unusual
    assert len(english) == 23
    assert states("de") == {"08-counting-need-without-watching-people": State.LIVE}


@pytest.mark.django_db
def test_states_of_the_parts(demo):
    english = Locale.objects.get(language_code="en")
    care = status.statuses([session(19)], english)[session(19).translation_key]
    assert (care.own, care.state) == (State.LIVE, State.OUTDATED)
    people = Speaker.objects.filter(source=None).exclude(locale=english)
    found = status.statuses(people, english)
    assert {p.name: s.state for p in people if (s := found[p.translation_key]).state != "live"} == {
        "Quirin Obermayr": State.MISSING,
        "Wanja Birkhahn": State.DRAFT,
        "Yusuf Demirel-Hartmann": State.OUTDATED,
    }
    pages = Page.objects.filter(depth__in=(2, 3), locale__language_code="de").specific()
    found = status.statuses(pages, english)
    assert {p.slug: found[p.translation_key].state for p in pages} == {
        "zwiesprache": State.LIVE,
        "programm": State.LIVE,
        "ueber-die-konferenz": State.LIVE,
        "leichte-sprache": State.LIVE,
        "gebaerdensprache": State.LIVE,
        "impressum": State.LIVE,
        "datenschutz": State.LIVE,
        "barrierefreiheit": State.LIVE,
    }
    draft = status.statuses([session(9)], english)[session(9).translation_key]
    assert (draft.done, draft.total, draft.target) == (4, 8, None)


@pytest.mark.django_db
def test_glossary(demo):
    """Sixty terms, taken in by the reviewer; what was released is at odds with none of them."""
    terms = GlossaryTerm.objects.all()
    assert len({term.source for term in terms}) == 60
    assert Counter(term.status for term in terms) == {"approved": 76, "forbidden": 13, "keep": 3}
    assert {term.definition == "" for term in terms if term.status == "keep"} == {False}
    logged = ModelLogEntry.objects.for_instance(terms[0])
    assert [(entry.action, entry.user.username) for entry in logged] == [
        ("wagtail.create", "reviewer")
    ]
    found = Counter[str]()
    for translation in Translation.objects.select_related("source__locale", "target_locale"):
        languages = translation.source.locale.language_code, translation.target_locale.language_code
        index = glossary.terms(*languages)
        for row in localize.segment_rows([translation])[translation.pk]:
            if row.target is not None:
                hits = tuple(hit.term for hit in index.find(row.text))
                pair = Pair(row.text, row.target, *languages, kept=row.kept, terms=hits)
                found.update(one.check for one in run(pair, GLOSSARY))
    assert found == Counter()


@pytest.mark.django_db
def test_moved_and_cancelled(demo):
    unusual = Slot.objects.exclude(state=SlotState.PLANNED)
    assert {
        (
            s.page.title,
            s.state,
            s.start.isoformat(),
            s.previous_start and s.previous_start.isoformat(),
        )
        for s in unusual
    } == {
        ("Akten, die bleiben", "cancelled", "2027-06-11T08:30:00+00:00", None),
        (
            "Vermitteln statt verwalten",
            "moved",
            "2027-06-11T12:45:00+00:00",
            "2027-06-11T09:45:00+00:00",
        ),
    }


def told(release: ProgrammeRelease) -> dict[str, list[str]]:
    """Kinds of the changes of every session by its title."""
    return {
        record["titles"]["de"]: [part["kind"] for part in record["parts"]]
        for record in release.changes
    }


@pytest.mark.django_db
def test_releases(demo):
    second, first = ProgrammeRelease.objects.all()
    assert [(r.version, str(r.released_by), sorted(r.notes)) for r in (first, second)] == [
        ("1.0", "manager", ["de", "en"]),
        ("1.1", "manager", ["de", "en"]),
    ]
    assert (first.changes, len(first.state["sessions"])) == ([], 23)
    assert told(second) == {
        "Guten Morgen, Zuständigkeit": ["new"],
        "Eine Schnittstelle, die Leistungen verbindet": ["people"],
        "Akten, die bleiben": ["cancelled"],
        "Übersetzen heißt entscheiden": ["room"],
        "Vermitteln statt verwalten": ["moved"],
    }


@pytest.mark.django_db
def test_releases_of_people_are_left_alone(demo):
    """What was released by hand is followed by nothing; what was deleted comes back in order."""
    second, first = ProgrammeRelease.objects.all()
    first.delete()
    load_again()
    assert [release.version for release in ProgrammeRelease.objects.all()] == ["1.1"]
    second.delete()
    load_again()
    # Nothing has happened since: there is nothing to tell in a second one.
    assert [release.version for release in ProgrammeRelease.objects.all()] == ["1.0"]


@pytest.mark.django_db
def test_languages_of_sessions(demo):
    held_in_english = SessionPage.objects.filter(source=None, spoken_language="en")
    assert {(page.title, page.locale.language_code) for page in held_in_english} == {
        ("Counting need without watching people", "en"),
        ("Ein Register, viele Wahrheiten", "de"),
    }
    german = SessionPage.objects.get(title="Bedarf zählen, ohne Menschen zu überwachen")
    assert (german.source.title, german.facts.spoken_language) == (
        "Counting need without watching people",
        "en",
    )


@pytest.mark.django_db
def test_every_kind_of_block_is_used(demo):
    used = {
        block.block_type for page in SessionPage.objects.filter(source=None) for block in page.body
    }
    assert used == set(SessionPage.body.field.stream_block.child_blocks)


@pytest.mark.django_db
def test_nobody_and_no_room_is_needed_twice_at_once(demo):
    slots = Slot.objects.exclude(state=SlotState.CANCELLED).prefetch_related("page__appearances")
    clashes = [
        (one.page.title, other.page.title)
        for one in slots
        for other in slots
        if one.pk < other.pk
        and one.start < other.end
        and other.start < one.end
        and (
            one.room_id == other.room_id
            or {a.speaker_id for a in one.page.appearances.all()}
            & {a.speaker_id for a in other.page.appearances.all()}
        )
    ]
    assert clashes == []


@pytest.mark.django_db
def test_reference_panel(demo):
    page = SessionPage.objects.get(slug=REFERENCE)
    assert page.title == "Sozialstaat 4.0 – Was macht eine innovative Verwaltung aus?"
    assert [a.speaker.name for a in page.appearances.all()] == [
        "Katharina Zweig",
        "Jakob Kort",
        "Ana Dujić",
        "Mads Pankow",
    ]
    assert (page.format.name, page.track.name, page.spoken_language) == ("Panel", "Konferenz", "de")
    (portrait,) = [block.value for block in page.body if block.block_type == "portrait"]
    assert (portrait["speaker"].name, portrait["role"]) == (
        "Ana Dujić",
        "Abteilungsleiterin Denkfabrik Digitale Arbeitsgesellschaft",
    )
    people = Speaker.objects.filter(name__in=[a.speaker.name for a in page.appearances.all()])
    assert {person.biography for person in people} == {""}


@pytest.mark.django_db
def test_reference_panel_is_written_anew(demo, seed_dir: Path):
    """No six words in a row are those of the announcement, but for title, names and position."""

    def words(text: str) -> list[str]:
        return re.findall(r"[\w*]+", text.lower())

    def shingles(text: str) -> set[tuple[str, ...]]:
        parts = words(text)
        return {tuple(parts[n : n + 6]) for n in range(len(parts) - 5)}

    page = SessionPage.objects.get(slug=REFERENCE)
    facts = shingles(page.title) | shingles("Katharina Zweig, Jakob Kort, Ana Dujić, Mads Pankow")
    facts |= shingles("Ana Dujić, Abteilungsleiterin Denkfabrik Digitale Arbeitsgesellschaft")
    (seed,) = seed_dir.iterdir()
    own = " ".join([page.summary, page.search_description, *strings(list(page.body.raw_data))])
    assert len(shingles(own)) > 200
    assert (shingles(own) & shingles(seed.read_text())) - facts == set()


@pytest.mark.django_db
def test_what_the_log_ins_may_do(demo, client):
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    users = {name: get_user_model().objects.get(username=name) for name in ACCOUNTS}
    granted = {
        name: {
            code: sorted(action for action in Action if policy.allows(user, action, locale))
            for code, locale in locales.items()
        }
        for name, user in users.items()
    }
    everything = sorted(Action)
    assert granted == {
        "editor": {"de": ["write"], "en": []},
        "translator": {"de": [], "en": ["publish", "translate"]},
        "reviewer": {"de": [], "en": ["publish", "review", "translate"]},
        "manager": {"de": everything, "en": everything},
        "admin": {"de": everything, "en": everything},
    }
    page, speaker = session(7), Speaker.objects.get(name="Greta Saalfeld", source=None)
    english = page.versions.get()
    editable = {
        name: [policy.may_edit_original(user, thing) for thing in (page, speaker, english)]
        for name, user in users.items()
    }
    assert editable == {
        "editor": [True, True, False],
        "translator": [False, False, False],
        "reviewer": [False, False, False],
        "manager": [True, True, False],
        "admin": [True, True, False],
    }
    assert [client.login(username=name, password="demo") for name in ACCOUNTS] == [True] * 5
    assert {user.email for user in users.values()} == {f"{name}@example.org" for name in ACCOUNTS}
    languages = [users[name].wagtail_userprofile.preferred_language for name in ACCOUNTS]
    assert languages == ["de", "en", "en", "de", "de"]


@pytest.mark.django_db
def test_nothing_of_the_empty_installation_is_left(demo):
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Editors (German)",
        "Programme managers",
        "Reviewers (English)",
        "Translators (English)",
    }
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage, HomePage]
    assert WorkflowPage.objects.count() == 0
    granted = GroupPagePermission.objects.values_list(
        "group__name", "page__locale__language_code", "permission__codename"
    )
    whole = ("add_page", "change_page", "lock_page", "publish_page", "unlock_page")
    assert set(granted) == {
        *(("Editors (German)", "de", right) for right in whole),
        *(("Programme managers", "de", right) for right in whole),
        ("Programme managers", "en", "add_page"),
        ("Programme managers", "en", "change_page"),
    }


@pytest.mark.django_db
def test_says_what_it_does(demo):
    lines = demo.splitlines()
    assert lines[:14] == [
        "Log-ins and what they may do: 5 users",
        "Home, programme and plain pages: 8 in two languages",
        "Glossary: 92 translations of terms",
        "Tracks, formats and rooms: 15 in two languages",
        "Partners with their marks: 6",
        "People with their drawings: 30 …",
        "  10 of 30",
        "  20 of 30",
        "Sessions with their translations: 23 …",
        "  10 of 23",
        "  20 of 23",
        "Release 1.0 of the programme",
        "Sessions with their translations: 1 …",
        "Release 1.1 of the programme",
    ]
    assert re.fullmatch(r"177 objects made in \d+ s", lines[14])
    # The states are told by what is there when all work in the background has been done.
    assert load_again().splitlines() == [
        "The demo is there already; nothing was changed.",
        "",
        "Where to look",
        "  http://localhost:8000/de/            the site in German",
        "  http://localhost:8000/en/            the site in English",
        "  http://localhost:8000/de/programm/   the programme,"
        " http://localhost:8000/en/programme/ in English",
        "  http://localhost:8000/admin/         the admin; “Translations” in its menu is the desk",
        "  English sessions: 18 live, 2 outdated, 1 draft, 1 ready, 1 missing",
        "",
        "Log-ins (password “demo”)",
        "  editor      writes and publishes German originals",
        "  translator  translates and releases English",
        "  reviewer    translates, reviews, releases English",
        "  manager     runs the programme in all languages",
        "  admin       may do everything",
    ]


@pytest.mark.django_db
def test_addresses_follow_the_port(demo):
    call_command("load_demo", port=8123, stdout=StringIO())
    assert [(site.hostname, site.port) for site in Site.objects.all()] == [("localhost", 8123)]
    Site.objects.update(hostname="programme.example")
    call_command("load_demo", stdout=StringIO())
    assert [(s.hostname, s.port) for s in Site.objects.all()] == [("programme.example", 8123)]


@pytest.mark.django_db
def test_second_run_changes_nothing(
    demo, django_assert_num_queries, django_capture_on_commit_callbacks
):
    page = session(2)
    page.summary = "Von Hand geändert."
    publish(page)
    person = Speaker.objects.get(name="Yusuf Demirel-Hartmann", source=None)
    person.biography = "<p>Auch von Hand.</p>"
    publish(person)
    get_user_model().objects.get(username="editor").groups.clear()
    before = rows()
    with django_capture_on_commit_callbacks(execute=True):
        assert load_again().splitlines()[0] == "The demo is there already; nothing was changed."
    assert rows() == before
    assert session(2).summary == "Von Hand geändert."
    assert Speaker.objects.get(pk=person.pk).biography == "<p>Auch von Hand.</p>"
    with django_assert_num_queries(39):
        load_again()


@pytest.mark.django_db
def test_what_was_deleted_is_made_again(demo, django_capture_on_commit_callbacks):
    english = session(12).versions.get()
    for page in (english, session(12)):
        page.delete()
    with django_capture_on_commit_callbacks(execute=True):
        lines = load_again().splitlines()
    assert lines[0] == "Sessions with their translations: 1 …"
    assert re.fullmatch(r"1 objects made in \d+ s", lines[1])
    assert states("en")["12-darf-der-staat-vorausrechnen"] == State.LIVE
    assert session(12).versions.get().title == english.title
    assert SessionPage.objects.filter(source=None).count() == 24


@pytest.mark.django_db
def test_every_page_is_rendered(demo, client):
    # What is on the pictures does not matter here; small ones are cut to size in no time.
    for photo in Photo.objects.all():
        with Image.open(photo.file.path) as drawing:
            drawing.resize((16, 10)).save(photo.file.path)
    pages = Page.objects.live().filter(depth__gte=2).specific()
    assert len(pages) == 16 + 24 + 21
    shown, expected = {}, {}
    for page in pages:
        document = BeautifulSoup(client.get(page.get_url()).content, "html.parser")
        heading = " ".join(document.h1.get_text(" ").split())
        shown[page.pk] = (
            document.html["lang"],
            heading.startswith(page.title.replace("\u00a0", " ")),
        )
        expected[page.pk] = (page.locale.language_code, True)
    assert shown == expected
