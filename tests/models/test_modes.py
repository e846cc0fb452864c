"""Every field of every translated model, and what becomes of it in another language.

text       translated, segment by segment
fact       stands on the original alone and is read from there
address    made once per language and kept
technical  kept by Wagtail or by the desk for every row
"""

import pytest
from modelcluster.models import get_all_child_relations

from sessions_app.models import SessionPage
from sessions_app.translation.source import translated_models

PAGE = {
    "text": ["title", "seo_title", "search_description"],
    "address": ["slug"],
    "technical": [
        "alias_of",
        "content_type",
        "depth",
        "draft_title",
        "expire_at",
        "expired",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "id",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locale",
        "locked",
        "locked_at",
        "locked_by",
        "machine_texts",
        "numchild",
        "owner",
        "page_ptr",
        "path",
        "show_in_menus",
        "source",
        "translation_key",
        "url_path",
        "wagtail_admin_comments",
    ],
}
SNIPPET = {
    "technical": [
        "expire_at",
        "expired",
        "first_published_at",
        "go_live_at",
        "has_unpublished_changes",
        "id",
        "last_published_at",
        "latest_revision",
        "live",
        "live_revision",
        "locale",
        "locked",
        "locked_at",
        "locked_by",
        "machine_texts",
        "source",
        "translation_key",
    ],
}
MODES = {
    "cms.ContentPage": (PAGE, {"text": ["lead", "body"]}),
    "cms.EasyLanguagePage": (PAGE, {"text": ["lead", "body"]}),
    "cms.HomePage": (PAGE, {"text": ["lead", "body"], "fact": ["photo"]}),
    "cms.SignLanguagePage": (
        PAGE,
        {"text": ["lead", "body"], "fact": ["sign_language", "video", "video_file", "poster"]},
    ),
    "sessions_app.Partner": (
        SNIPPET,
        {"text": ["name", "description"], "fact": ["logo", "website"]},
    ),
    "sessions_app.ProgrammePage": (
        PAGE,
        {
            "text": ["introduction"],
            "address": ["people_slug"],
            "fact": [
                "starts_on",
                "ends_on",
                "time_zone",
                "venue",
                "street",
                "postal_code",
                "city",
                "country",
                "organiser",
                "follows_releases",
            ],
        },
    ),
    "sessions_app.Room": (
        SNIPPET,
        {"text": ["name"], "fact": ["order", "capacity", "step_free"]},
    ),
    "sessions_app.SessionFormat": (SNIPPET, {"text": ["name"], "fact": ["order"]}),
    "sessions_app.SessionPage": (
        PAGE,
        {
            "text": ["subtitle", "summary", "body"],
            "fact": [
                "format",
                "track",
                "spoken_language",
                "interpretation",
                "captions",
                "sign_language",
                "slots",
                "appearances",
                "materials",
            ],
        },
    ),
    "sessions_app.Speaker": (
        SNIPPET,
        {
            "text": ["position", "organisation", "biography"],
            "fact": ["name", "slug", "pronouns", "photo", "website", "links"],
        },
    ),
    "sessions_app.Track": (SNIPPET, {"text": ["name"], "fact": ["order", "color"]}),
}


def mode(label, name):
    """The fields of that mode, those that every page or snippet has among them."""
    common, own = MODES[label]
    return {*common.get(name, []), *own.get(name, [])}


def test_every_translated_model_is_in_the_table():
    assert {model._meta.label for model in translated_models()} == set(MODES)


@pytest.mark.parametrize("model", translated_models(), ids=lambda model: model._meta.label)
def test_every_field_has_one_mode(model):
    label = model._meta.label
    names = [field.name for field in model._meta.concrete_fields]
    names += [relation.get_accessor_name() for relation in get_all_child_relations(model)]
    stated = [name for kind in MODES[label] for fields in kind.values() for name in fields]
    assert sorted(stated) == sorted(names)


@pytest.mark.parametrize("model", translated_models(), ids=lambda model: model._meta.label)
def test_texts_are_what_is_translated(model):
    translated = [field.field_name for field in model.translatable_fields]
    assert len(translated) == len(set(translated))
    assert set(translated) == mode(model._meta.label, "text")


@pytest.mark.parametrize("model", translated_models(), ids=lambda model: model._meta.label)
def test_facts_are_what_a_translation_has_no_form_for(model):
    assert set(model.fact_fields) == mode(model._meta.label, "fact")
    assert set(model.required_facts) - set(model.fact_fields) == set()


@pytest.mark.parametrize("model", translated_models(), ids=lambda model: model._meta.label)
def test_a_translation_may_leave_every_fact_empty(model):
    relations = {relation.get_accessor_name() for relation in get_all_child_relations(model)}
    demanding = {
        name
        for name in mode(model._meta.label, "fact") - relations
        if not model._meta.get_field(name).blank
    }
    # A tick box is no demand: unticked is its empty value.
    assert demanding - {"step_free", "follows_releases"} == set()


@pytest.mark.parametrize("model", translated_models(), ids=lambda model: model._meta.label)
def test_a_copy_does_not_take_the_source_with_it(model):
    assert "source" in set(model.exclude_fields_in_copy)


PARTS = {
    "Appearance": {"speaker", "role"},
    "Material": {"kind", "url", "file", "poster", "title", "language"},
    "Slot": {
        "start",
        "minutes",
        "room",
        "state",
        "previous_start",
        "sequence",
        "changed_at",
    },
}


def test_what_belongs_to_a_session_is_a_fact_as_a_whole():
    """Their rows stand on the original alone, so no field of theirs is translated."""
    found = {
        relation.related_model.__name__: {
            field.name for field in relation.related_model._meta.concrete_fields
        }
        - {"id", "page", "sort_order"}
        for relation in get_all_child_relations(SessionPage)
        if relation.get_accessor_name() in SessionPage.fact_fields
    }
    assert found == PARTS
