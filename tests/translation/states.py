"""Originals and their translations in the four states of the tables, and what addresses ask.

``draft``: opened and translated, nothing public; there is no row yet at the desk, and one that is
not public where Wagtail's addresses want to be told one. ``live``: released. ``locked``: released,
and locked by somebody else. ``review``: handed in by somebody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page

from sessions_app.translation import drafting, localize, release, review
from sessions_app.translation.models import (
    BulkJob,
    GlossaryTerm,
    MemoryEntry,
    MemoryImport,
    Notice,
    PlannedRelease,
    SegmentEvent,
)
from tests.admin.forms import session_data
from tests.factories import House, make_format, make_session, make_superuser, publish

# From which language the tables' objects come, by the language they are translated into.
FROM = {"en": "de", "de": "en"}

Values = Mapping[str, Any]

TMX = b"""<?xml version="1.0"?><tmx version="1.4"><header creationtool="t" creationtoolversion="1"
segtype="sentence" o-tmf="t" adminlang="en" srclang="de" datatype="plaintext"/><body><tu>
<tuv xml:lang="de"><seg>Antrag</seg></tuv><tuv xml:lang="en"><seg>application</seg></tuv>
</tu></body></tmx>"""


@dataclass(frozen=True)
class Case:
    """An original, its Translation into ``language``, and the target row where there is one."""

    original: Any
    translation: Any
    target: Any
    language: str

    @property
    def place(self) -> str:
        """The original as the forms of the overview name it."""
        content_type = ContentType.objects.get_for_model(self.original).pk
        return f"{content_type}-{self.original.pk}"


def session_in(house: House, language: str) -> Any:
    """A published session that was written in ``language``."""
    fields = {"title": f"Written in {language}", "spoken_language": language, "summary": "Short."}
    return publish(make_session(house.programmes[language], **fields))


def make_case(
    house: House, original: Any, language: str, state: str, colleague: Any, *, row: bool = False
) -> Case:
    """``original``, translated into ``language`` by ``colleague`` and brought into ``state``.

    With ``row`` there is a target row in the state ``draft`` as well.
    """
    opening = drafting.open_translations([original], house.locales[language])
    (translation,) = opening.translations
    for number, one in enumerate(localize.segment_rows([translation])[translation.pk]):
        # One of them was filled in, and waits for somebody to confirm it.
        origin = localize.MEMORY if number else ""
        localize.store(translation, one, f"Text {one.id}", origin=origin, user=colleague)
    if state in {"live", "locked"}:
        release.release(translation, colleague)
    elif state == "review" or row:
        review.submit(translation, colleague)
        if state == "draft":
            review.withdraw(translation, colleague)
    target = localize.target_of(translation)
    if state == "locked":
        target.locked, target.locked_by, target.locked_at = True, colleague, timezone.now()
        target.save(update_fields=["locked", "locked_by", "locked_at"])
    return Case(original, translation, target, language)


def make_colleague() -> Any:
    """Somebody who did everything that was done before anybody of the tables asks."""
    return make_superuser("colleague")


def at_the_desk(case: Case, colleague: Any) -> dict[str, Any]:
    """What the desk's addresses and forms want to be told about ``case``.

    Arguments stand under their names, or under those of the address and theirs; forms under the
    name of the address and ``form``, or under ``form`` for all that have none of their own.
    """
    translation, language = case.translation, case.language
    row, *others = localize.segment_rows([translation])[translation.pk]
    filled = others[0] if others else row
    key, version = f"{translation.pk}-{row.id}", drafting.version(row.target)
    kind = SegmentEvent.Kind
    form = {
        "text": "Neu",
        "version": version,
        "reason": "Das ist gemeint.",
        "comment": "Bitte kürzer.",
        "check": "numbers",
        "detail": "1",
        "assignee": colleague.pk,
        "priority": "2",
        "slug": "neu",
        "plan": _failed_plan(case),
    }
    bulk = {"do": "assign", "language": language, "filters": f"language={language}"}
    bulk |= {"items": case.place, "item": case.place, "assignee": ""}
    return {
        "pk": translation.pk,
        "segment": row.id,
        "confirm.segment": filled.id,
        "event": _event(translation, row, kind.NOTE, colleague),
        "reinstate.event": _event(translation, row, kind.DISMISSED, colleague),
        "revert.event": _event(translation, row, kind.SAVED, colleague, after="Frueher"),
        "open.pk": case.original.pk,
        "content_type": ContentType.objects.get_for_model(case.original).pk,
        "language": language,
        "form": form,
        "confirm.form": {"version": drafting.version(filled.target)},
        "editor.form": {f"text-{key}": "Neu", f"version-{key}": version, f"shown-{key}": "alt"},
        "jobs.form": bulk,
        "jobs_plan.form": bulk,
        "plan_release.form": {"at": f"{timezone.localdate() + timedelta(days=30)}T10:00"},
        "release.form": {},
    }


def _failed_plan(case: Case) -> int:
    """A planned release that could not be carried out; 0 where nothing is there to be released."""
    if case.target is None:
        return 0
    made = PlannedRelease.objects.create(
        translation=case.translation,
        revision_id=case.target.latest_revision_id,
        state=PlannedRelease.State.FAILED,
    )
    return made.pk


def _event(translation: Any, row: Any, kind: str, by: Any, after: str = "") -> int:
    made = SegmentEvent.objects.create(
        context_id=row.context_id,
        string_id=row.string_id,
        locale=translation.target_locale,
        kind=kind,
        by=by,
        at=timezone.now(),
        is_open=not after,
        after=after,
        check_id="numbers" if kind == SegmentEvent.Kind.DISMISSED else "",
        detail="2" if kind == SegmentEvent.Kind.DISMISSED else "",
        text="Warum?",
    )
    return made.pk


def of_memory(language: str) -> dict[str, Any]:
    """An entry of the memory and an import, both into ``language``."""
    languages = {"source_language": FROM[language], "target_language": language}
    entry = MemoryEntry.objects.create(
        source="Saal", target="hall", source_key=1, at=timezone.now(), **languages
    )
    job = MemoryImport.objects.create(name="alt.tmx", **languages)
    form = {"source": "Saal", "target": "Halle"}
    return {"entry": entry.pk, "job": job.pk, "form": form}


def of_import(language: str) -> dict[str, Any]:
    """A file of translations into ``language``."""
    form = {"source": FROM[language], "target": language}
    return {"form": form, "file": ("neu.tmx", TMX, "text/xml")}


def of_glossary(language: str) -> dict[str, Any]:
    """A term into ``language``, and the form of another."""
    languages = {"source_language": FROM[language], "target_language": language}
    term = GlossaryTerm.objects.create(source="Amt", target="office", **languages)
    form = {
        **languages,
        **dict.fromkeys(("domain", "definition", "source_note", "target_note"), ""),
        "source": "Antrag",
        "target": "application",
        "status": "approved",
        "part_of_speech": "noun",
    }
    return {"pk": term.pk, "form": form}


def of_notices() -> dict[str, Any]:
    """What somebody chooses who wants to be told nothing."""
    return {"form": dict.fromkeys(Notice.Kind.values, "never")}


def of_job(case: Case, owner: Any) -> dict[str, Any]:
    """A bulk action on ``case`` that ``owner`` started: to be assigned to nobody."""
    content_type = ContentType.objects.get_for_model(case.original).pk
    job = BulkJob.objects.create(
        action=BulkJob.Action.ASSIGN,
        locale=case.translation.target_locale,
        by=owner,
        items=[[content_type, str(case.original.pk)]],
        options={"assignee": None, "language": "en"},
    )
    return {"bulk": job.pk}


def at_wagtail(instance: Any) -> dict[str, Any]:
    """What Wagtail's addresses of pages and of snippets want to be told about ``instance``."""
    state = instance.current_workflow_state
    values = {
        "pk": instance.pk,
        "revision_id": instance.latest_revision_id,
        "revision_id_a": "live",
        "revision_id_b": "latest",
        "workflow_state_id": state.pk if state else 0,
        "task_state_id": state.current_task_state_id if state else 0,
        "task_id": state.current_task_state.task_id if state else 0,
    }
    if not isinstance(instance, Page):
        return {**values, "form": SNIPPET_FORM}
    parent = instance.get_parent()
    return {
        **values,
        "page_id": instance.pk,
        "page_to_move_id": instance.pk,
        "destination_id": parent.pk,
        **_of_type(instance),
        "form": page_form(new_parent_page=parent.pk),
    }


def ticked(values: Mapping[str, Any]) -> dict[str, Any]:
    """What the list of an object's kind is told when the object is ticked in it."""
    is_page = "page_id" in values
    return {
        "app_label": "wagtailcore" if is_page else "sessions_app",
        "model_name": "page" if is_page else "speaker",
        "query": f"?id={values['pk']}",
        "form": {"chooser": values.get("destination_id", "")},
    }


def below(parent: Any) -> dict[str, Any]:
    """What Wagtail's addresses want to be told where a session is to be made below ``parent``."""
    return {
        "parent_page_id": parent.pk,
        **_of_type(parent),
        "content_type_model_name": "sessionpage",
        "model_name": "sessionpage",
        "form": page_form(),
    }


def _of_type(page: Page) -> dict[str, str]:
    label, name = page.content_type.app_label, page.content_type.model
    return {
        "content_type_app_name": label,
        "content_type_model_name": name,
        "app_label": label,
        "model_name": name,
    }


SNIPPET_FORM = {
    "name": "Neu",
    "slug": "neu",
    "biography": "null",
    "description": "null",
    "links-count": "0",
}


def page_form(**fields: Any) -> dict[str, Any]:
    """A form that every one of Wagtail's screens of a page takes for its own."""
    form = session_data(title="Neu", slug="neu", spoken_language="de", format=make_format("Neu").pk)
    own = {"new_title": "Kopie", "new_slug": "kopie", "restriction_type": "login"}
    # What the admin's API calls the same things.
    if "new_parent_page" in fields:
        own["destination_page_id"] = fields["new_parent_page"]
    return {**dict(form.items()), **own, **fields}
