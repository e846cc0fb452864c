"""Every admin address of the plugin and of wagtail-localize, against every role.

The tables stand in the folder ``permissions``. They are complete: an address of the URL
configuration without a row fails, and so does a row without an address. A row: name, object,
method, then the outcome per role (``ROLES``), as ``endpoints.outcome`` has it: ``open`` 200,
``done`` led on, ``desk`` led to the desk, ``denied`` refused, ``login`` led to the log-in, or the
status code. ``404`` and ``405`` stand where Wagtail looks for something that is not there before
it asks who is there; ``500`` at an address of Wagtail's choosers that has no form behind it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale

from sessions_app.models import Partner, Room, SessionFormat, SessionPage, Speaker, Track
from sessions_app.translation import drafting, jobs, localize
from sessions_app.translation.models import BulkJob, MemoryEntry, MemoryImport, SegmentEvent
from tests.factories import (
    House,
    make_format,
    make_partner,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
    translate,
)

from .conftest import ROLES
from .endpoints import Endpoint, ask, endpoints, of_namespace

pytestmark = pytest.mark.django_db

Row = tuple[str, str, str]

# What a form of Wagtail's needs to be read at all.
FORM = {
    "body-count": "0",
    "links-count": "0",
    "title": "Neu",
    "slug": "neu",
    "name": "Neu",
    "new_title": "Kopie",
    "new_slug": "kopie",
}
ABSENT = {"task_state_id": 0, "workflow_state_id": 0, "task_id": 0, "action_name": "approve"}


def read(table: str) -> dict[Row, tuple[str, ...]]:
    """The rows of a table in the folder ``permissions``, below its headline."""
    rows: dict[Row, tuple[str, ...]] = {}
    text = (Path(__file__).parent / "permissions" / f"{table}.txt").read_text()
    for line in text.splitlines()[1:]:
        name, what, method, *outcomes = line.split()
        assert (name, what, method) not in rows, f"{name} {what} {method} stands twice"
        rows[name, what, method] = tuple(outcomes)
    return rows


def seen(
    found: list[Endpoint],
    objects: Mapping[str, Mapping[str, Any]],
    people: Mapping[str, Any],
    roles: Sequence[str] = ROLES,
) -> dict[Row, tuple[str, ...]]:
    """Outcomes of GET and POST to every address with every object it takes."""
    rows = {}
    for endpoint in found:
        takes_object = {"pk", "page_id", "page_to_move_id"} & set(endpoint.arguments)
        for what, values in objects.items() if takes_object else [("-", objects["original"])]:
            for method in ("GET", "POST"):
                rows[endpoint.name, what, method] = tuple(
                    ask(people[role], method, endpoint.url(values), values.get("form"))
                    for role in roles
                )
    return rows


def of_object(instance: Any, **more: Any) -> dict[str, Any]:
    """Arguments of addresses that concern ``instance``."""
    return {
        "pk": instance.pk,
        "revision_id": instance.latest_revision_id,
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "form": FORM,
        **ABSENT,
        **more,
    }


def opened(original: Any, house: House) -> dict[str, Any]:
    """``original``, published, and a translation of it as a release would leave it."""
    drafting.open_translations([original], house.locales["en"])
    translation = translate(original, "en")
    translation.save_revision()
    translation.refresh_from_db()
    return {"original": original, "translation": translation}


def of_page(page: Any) -> dict[str, Any]:
    """Arguments of addresses that concern ``page`` or the place where it stands."""
    parent = page.get_parent().pk
    return of_object(
        page,
        page_id=page.pk,
        page_to_move_id=page.pk,
        parent_page_id=parent,
        destination_id=parent,
        content_type_app_name="sessions_app",
        content_type_model_name="sessionpage",
        app_label="sessions_app",
        model_name="sessionpage",
        form={**FORM, "new_parent_page": parent},
    )


def of_translation(opened: Any) -> dict[str, Any]:
    """Arguments of the desk's addresses."""
    row = localize.segment_rows([opened])[opened.pk][0]
    form = {"text": "Neu", "version": drafting.version(None)}
    note = SegmentEvent.objects.create(
        context_id=row.context_id,
        string_id=row.string_id,
        locale=opened.target_locale,
        kind=SegmentEvent.Kind.NOTE,
        at=timezone.now(),
        is_open=True,
    )
    values = {"pk": opened.pk, "segment": row.id, "event": note.pk}
    return {**values, "form": form, **of_memory()}


def of_memory() -> dict[str, Any]:
    """Arguments of the addresses of the memory: an entry and an import into English."""
    languages = {"source_language": "de", "target_language": "en"}
    entry, _made = MemoryEntry.objects.get_or_create(
        source="Saal", target="hall", defaults={"source_key": 1, "at": timezone.now(), **languages}
    )
    job, _made = MemoryImport.objects.get_or_create(name="alt.tmx", defaults=languages)
    return {"entry": entry.pk, "job": job.pk}


def of_bulk(original: Any, language: str, owner: Any) -> dict[str, Any]:
    """Arguments of the addresses of bulk actions: opening ``original``, started by ``owner``."""
    content_type = ContentType.objects.get_for_model(original).pk
    place = f"{content_type}-{original.pk}"
    locale = Locale.objects.get(language_code=language)
    job = jobs.plan(BulkJob.Action.OPEN, locale, [(content_type, str(original.pk))], owner)
    form = {"do": "open", "language": language, "items": place, "item": place}
    return {"bulk": job.pk, "form": form}


MODELS = {
    Speaker: make_speaker,
    Partner: make_partner,
    Track: make_track,
    SessionFormat: make_format,
    Room: make_room,
}


def of_model(model: type) -> list[Endpoint]:
    """Addresses of the snippets of ``model``, its chooser included."""
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    return of_namespace(f"wagtailsnippets_{name}", f"wagtailsnippetchoosers_{name}")


def test_snippets(house, people):
    speaker = publish(make_speaker())
    objects = {what: of_object(row) for what, row in opened(speaker, house).items()}
    assert seen(of_model(Speaker), objects, people) == read("snippets")


@pytest.mark.parametrize("model", [Partner, Track, SessionFormat, Room])
def test_other_snippets_are_the_same_to_a_translator(house, people, model):
    original = publish(MODELS[model]())
    objects = {what: of_object(row) for what, row in opened(original, house).items()}
    column = ROLES.index("translator")
    stated = {row: (outcomes[column],) for row, outcomes in read("snippets").items()}
    assert seen(of_model(model), objects, people, ["translator"]) == stated


def test_pages(house, people):
    session = publish(make_session(house.programme))
    objects = {what: of_page(page) for what, page in opened(session, house).items()}
    assert seen(of_namespace("wagtailadmin_pages"), objects, people) == read("pages")


def test_lists_of_the_plugin(house, people):
    objects = {"original": of_page(publish(make_session(house.programme)))}
    lists = [one for one in endpoints() if one.namespace == "sessions"]
    assert seen(lists, objects, people) == read("lists")


def test_the_desk(house, people):
    """``english`` is translated into English, ``german`` into German."""
    session = publish(make_session(house.programme))
    talk = publish(make_session(house.programmes["en"], title="A talk", spoken_language="en"))
    objects, to_open = {}, {}
    for what, original, language in (("english", session, "en"), ("german", talk, "de")):
        (translation,) = drafting.open_translations(
            [original], house.locales[language]
        ).translations
        objects[what] = of_translation(translation)
        content_type = ContentType.objects.get_for_model(SessionPage).pk
        to_open[what] = {"content_type": content_type, "pk": original.pk, "language": language}
    objects["original"] = objects["english"]
    names = of_namespace("sessions_translation")
    bulk = [one for one in names if one.name.startswith("job")]
    rows = seen([one for one in names if one.name == "open"], to_open, people)
    rows |= seen(bulk, {"original": of_bulk(session, "en", people["admin"])}, people)
    others = [one for one in names if one.name != "open" and one not in bulk]
    rows |= seen(others, objects, people)
    kept = {row: found for row, found in rows.items() if row[1] != "original"}
    assert kept == read("desk")


def test_wagtail_localize_has_no_address_left(house):
    assert of_namespace("wagtail_localize") == []


def test_every_address_of_the_plugin_is_in_a_table():
    namespaces = {one.namespace for one in endpoints()}
    foreign = {"wagtailadmin_editing_sessions"}
    ours = {name for name in namespaces if "sessions" in name or "localize" in name} - foreign
    models = {f"{model._meta.app_label}_{model._meta.model_name}" for model in MODELS}
    assert ours == {
        "sessions",
        "sessions_glossary",
        "sessions_translation",
        *(f"wagtailsnippets_{name}" for name in models),
        *(f"wagtailsnippetchoosers_{name}" for name in models),
    }
