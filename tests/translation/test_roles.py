"""The ready-made groups: what the command makes, and what each role can do once logged in."""

from collections.abc import Callable
from io import BytesIO, StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from PIL import Image
from wagtail.models import GroupCollectionPermission, GroupPagePermission, Locale, Page

from sessions_app.models import Partner, Photo, Room, SessionFormat, SessionPage, Speaker, Track
from sessions_app.translation import drafting, localize, review, roles
from sessions_app.translation.models import Action, LocalePermission, PublicationRules
from tests.admin.forms import session_data
from tests.factories import (
    House,
    make_format,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_user,
    publish,
)

from .endpoints import outcome

pytestmark = pytest.mark.django_db

EDIT = {"add_page", "change_page", "lock_page", "publish_page", "unlock_page"}
PICTURES = {"add_image", "change_image", "choose_image"}
SNIPPETS = {"speaker", "partner", "track", "sessionformat", "room"}
EVERYTHING = set(Action)


def create_groups(*arguments: str) -> list[str]:
    """Lines that the command prints."""
    out = StringIO()
    call_command("create_groups", *arguments, stdout=out)
    return out.getvalue().splitlines()


def rights(name: str) -> dict[str, Any]:
    """Everything that a group may do, by kind."""
    group = Group.objects.get(name=name)
    models: dict[str, set[str]] = {}
    for model, codename in group.permissions.values_list("content_type__model", "codename"):
        models.setdefault(model, set()).add(codename.rpartition("_")[0])
    languages: dict[str, set[str]] = {}
    for code, action in group.locale_permissions.values_list("locale__language_code", "action"):
        languages.setdefault(code, set()).add(action)
    pages: dict[str, set[str]] = {}
    given = GroupPagePermission.objects.filter(group=group)
    for code, right in given.values_list("page__locale__language_code", "permission__codename"):
        pages.setdefault(code, set()).add(right)
    pictures = GroupCollectionPermission.objects.filter(group=group)
    return {
        "models": {name for name in models if name != "admin"},
        "admin": models["admin"],
        "languages": languages,
        "pages": pages,
        "pictures": set(pictures.values_list("permission__codename", flat=True)),
    }


def every_right() -> dict[str, dict[str, Any]]:
    return {name: rights(name) for name in Group.objects.values_list("name", flat=True)}


@pytest.fixture(autouse=True)
def _no_other_groups(db: None) -> None:
    """Without those that Wagtail puts into an empty database."""
    Group.objects.all().delete()


class TestCommand:
    def test_every_language_has_its_groups(self, house):
        lines = create_groups()
        none: dict[str, Any] = {"pages": {}, "models": set(), "pictures": set()}
        entering = {"admin": {"access"}}
        translate, check = {"translate"}, {"translate", "review", "publish"}
        assert every_right() == {
            "Editors (German)": {
                **entering,
                "languages": {"de": {"write"}},
                "pages": {"de": EDIT},
                "models": SNIPPETS,
                "pictures": PICTURES,
            },
            "Translators (German)": {**entering, **none, "languages": {"de": translate}},
            "Reviewers (German)": {**entering, **none, "languages": {"de": check}},
            "Translators (English)": {**entering, **none, "languages": {"en": translate}},
            "Reviewers (English)": {**entering, **none, "languages": {"en": check}},
            "Programme managers": {
                **entering,
                "languages": {"de": EVERYTHING, "en": EVERYTHING},
                "pages": {"de": EDIT, "en": {"add_page", "change_page"}},
                "models": SNIPPETS,
                "pictures": PICTURES,
            },
        }
        assert lines[:4] == [
            "Editors (German): made",
            "  access to the admin",
            "  de: write",
            "  tracks, formats, rooms, partners, speakers",
        ]
        assert [line for line in lines if "pages" in line] == [
            "  pages below “Zwiesprache” (de): add, change, lock, publish, unlock",
            "  pages below “Zwiesprache” (de): add, change, lock, publish, unlock",
            "  pages below “Zwiesprache” (en): add, change",
        ]

    def test_all_rights_over_every_translated_snippet(self, house):
        create_groups()
        group = Group.objects.get(name="Editors (German)")
        for model in (Speaker, Partner, Track, SessionFormat, Room):
            own = group.permissions.filter(content_type=ContentType.objects.get_for_model(model))
            assert {one.codename.partition("_")[0] for one in own} == {
                *("add", "change", "delete", "lock", "publish", "unlock", "view")
            }

    def test_languages_can_be_chosen(self, house):
        create_groups("--writes", "de, en", "--into=en")
        found = every_right()
        assert set(found) == {
            "Editors (German)",
            "Editors (English)",
            "Translators (English)",
            "Reviewers (English)",
            "Programme managers",
        }
        assert found["Editors (English)"]["languages"] == {"en": {"write"}}
        assert found["Editors (English)"]["pages"] == {"en": EDIT}
        assert found["Programme managers"]["pages"] == {"de": EDIT, "en": EDIT}

    def test_translators_may_be_let_publish(self, house):
        create_groups("--translators-publish")
        assert rights("Translators (English)")["languages"] == {"en": {"translate", "publish"}}

    @pytest.mark.parametrize("language", ["de", "en"])
    def test_names_are_in_the_language_asked_for(self, house, language):
        create_groups("--language", language, "--writes", "de", "--into", "en")
        with translation.override(language):
            source, target = {"language": gettext("German")}, {"language": gettext("English")}
            names = {
                gettext("Editors (%(language)s)") % source,
                gettext("Translators (%(language)s)") % target,
                gettext("Reviewers (%(language)s)") % target,
                gettext("Programme managers"),
            }
        assert set(Group.objects.values_list("name", flat=True)) == names

    def test_three_languages(self, settings):
        names = [("de", "Deutsch"), ("en", "English"), ("fr", "Français")]
        settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = names
        make_site("de", "en", "fr")
        create_groups()
        assert set(every_right()) == {
            "Editors (German)",
            "Programme managers",
            *(
                f"{people} ({language})"
                for people in ("Translators", "Reviewers")
                for language in ("German", "English", "French")
            ),
        }
        assert rights("Programme managers")["languages"] == dict.fromkeys(
            ("de", "en", "fr"), EVERYTHING
        )

    def test_variants_of_a_language_are_told_apart(self, settings):
        settings.WAGTAIL_CONTENT_LANGUAGES = [
            ("de", "Deutsch"),
            ("de-leicht", "Leichte Sprache"),
            ("x-plain", "Plain"),
        ]
        found = roles.ready_made(["de", "de-leicht", "x-plain"], ["de"])
        assert [role.name for role in found if role.name.startswith("T")] == [
            "Translators (German, de)",
            "Translators (German, de-leicht)",
            "Translators (Plain)",
        ]

    def test_a_group_that_exists_is_left_as_it_is(self, house):
        create_groups()
        editors = Group.objects.get(name="Editors (German)")
        editors.locale_permissions.all().update(locale=house.locales["en"])
        editors.permissions.remove(*editors.permissions.filter(content_type__model="room"))
        GroupPagePermission.objects.filter(group=editors).delete()
        before = every_right()
        lines = create_groups()
        assert every_right() == before
        assert {line.rpartition(": ")[2] for line in lines} == {"left as it is"}
        assert len(lines) == 6

    def test_an_update_gives_what_is_missing_and_takes_nothing(self, house):
        create_groups()
        whole = every_right()
        editors = Group.objects.get(name="Editors (German)")
        editors.permissions.remove(*editors.permissions.filter(content_type__model="room"))
        GroupPagePermission.objects.filter(group=editors).delete()
        LocalePermission.objects.create(
            group=editors, locale=house.locales["en"], action=Action.TRANSLATE
        )
        lines = create_groups("--update")
        whole["Editors (German)"]["languages"]["en"] = {"translate"}
        assert every_right() == whole
        assert lines[:3] == [
            "Editors (German): given what it lacked",
            "  tracks, formats, rooms, partners, speakers",
            "  pages below “Zwiesprache” (de): add, change, lock, publish, unlock",
        ]
        assert lines[3:] == [
            f"{name}: left as it is"
            for name in (
                "Translators (German)",
                "Reviewers (German)",
                "Translators (English)",
                "Reviewers (English)",
                "Programme managers",
            )
        ]
        create_groups("--update")
        assert every_right() == whole

    def test_a_dry_run_says_the_same_and_changes_nothing(self, house):
        said = create_groups("--dry-run")
        assert said[-1] == "This was a dry run: nothing was changed."
        assert Group.objects.count() == 0
        assert create_groups() == said[:-1]

    def test_a_home_that_comes_later_is_told_of(self, house):
        house.homes["en"].delete()
        assert create_groups()[-1] == (
            "There is no page in “en” yet. Run this with --update once there is one."
        )

    @pytest.mark.parametrize("option", ["--writes", "--into"])
    def test_a_language_that_is_none_of_the_site_s(self, house, option):
        with pytest.raises(CommandError, match="“fr” is no language of the content: de, en"):
            create_groups(option, "en,fr")
        assert Group.objects.count() == 0

    def test_a_language_without_a_locale(self, house, settings):
        settings.WAGTAIL_CONTENT_LANGUAGES = [("de", "de"), ("en", "en"), ("fr", "fr")]
        with pytest.raises(CommandError, match="There is no locale for “fr” yet"):
            create_groups("--into", "fr")
        assert Group.objects.count() == 0
        create_groups()
        assert "Translators (French)" not in every_right()

    def test_without_any_language_there_is_nothing_to_make(self, house, settings):
        settings.WAGTAIL_CONTENT_LANGUAGES = [("fr", "fr")]
        with pytest.raises(CommandError, match="No language of the content has a locale yet"):
            create_groups()
        assert Group.objects.count() == 0


class Form:
    """The group form as a browser would send it, unless something is ticked or unticked."""

    def __init__(self, client: Client, group: Group) -> None:
        self.client = client
        self.url = reverse("wagtailusers_groups:edit", args=[group.pk])
        page = BeautifulSoup(client.get(self.url).content, "html.parser")
        self.data: dict[str, list[str]] = {}
        for field in page.select("form input[name], form select[name]"):
            name = str(field["name"])
            if field.name == "select":
                chosen = field.select("option[selected]")
                self.data[name] = [str(one.get("value", "")) for one in chosen]
            elif field.get("type") not in {"checkbox", "radio"} or field.has_attr("checked"):
                self.data.setdefault(name, []).append(str(field.get("value", "")))

    def send(self) -> None:
        assert self.client.post(self.url, self.data).status_code == 302


class TestForm:
    @pytest.fixture
    def browser(self, house: House) -> Client:
        create_groups("--writes", "de,en")
        client = Client()
        client.force_login(make_superuser())
        return client

    def test_saving_a_ready_made_group_changes_nothing(self, browser):
        before = every_right()
        for group in Group.objects.all():
            Form(browser, group).send()
        assert every_right() == before

    def test_what_is_changed_there_counts(self, browser, house):
        group = Group.objects.get(name="Translators (English)")
        form = Form(browser, group)
        name = f"locale_permissions-{house.locales['en'].pk}"
        assert form.data[name] == ["translate"]
        form.data[name].append("publish")
        form.data["name"] = ["Übersetzung"]
        form.send()
        assert rights("Übersetzung")["languages"] == {"en": {"translate", "publish"}}
        assert "Translators (English): made" in create_groups()


class Person:
    """Somebody who logged in with name and password, at the screens of the admin."""

    def __init__(self, *groups: str) -> None:
        self.user = make_user("somebody", *Group.objects.filter(name__in=groups))
        self.client = Client(raise_request_exception=False)
        assert self.client.login(username="somebody", password="demo")

    def get(self, name: str, *arguments: Any) -> str:
        return outcome(self.client.get(reverse(name, args=arguments)))

    def post(self, name: str, *arguments: Any, **form: Any) -> str:
        return outcome(self.client.post(reverse(name, args=arguments), form))

    def desk(self, step: str, *arguments: Any, **form: Any) -> str:
        return self.post(f"sessions_translation:{step}", *arguments, **form)

    def write_page(self, parent: Page, title: str = "Neu") -> str:
        """Write a session below ``parent`` and publish it."""
        form = session_data(
            title=title, slug=title.lower(), spoken_language="de", format=make_format().pk
        )
        form["action-publish"] = "1"
        url = reverse("wagtailadmin_pages:add", args=["sessions_app", "sessionpage", parent.pk])
        return outcome(self.client.post(url, form))

    def write_person(self, language: str) -> str:
        """Write a person in a language and publish it."""
        form = {
            "name": "Neu",
            "biography": "null",
            "links-count": "0",
            "slug": "neu",
            "action-publish": "1",
        }
        url = reverse("wagtailsnippets_sessions_app_speaker:add")
        return outcome(self.client.post(f"{url}?locale={language}", form))

    def add_picture(self) -> str:
        file = BytesIO()
        Image.new("RGB", (2, 2)).save(file, "PNG")
        picture = SimpleUploadedFile("neu.png", file.getvalue(), "image/png")
        return self.post("wagtailimages:add", title="Neu", file=picture)

    def open(self, original: Any, language: str = "en") -> str:
        content_type = ContentType.objects.get_for_model(original).pk
        return self.desk("open", content_type, original.pk, language)

    def translate(self, translation: Any) -> set[str]:
        """Save a text in every place; what was answered."""
        rows = localize.segment_rows([translation])[translation.pk]
        return {
            self.desk(
                "save", translation.pk, row.id, text="Word", version=drafting.version(row.target)
            )
            for row in rows
        }


def texts(translation: Any) -> set[str | None]:
    return {row.target for row in localize.segment_rows([translation])[translation.pk]}


def translation_of(original: Any, language: str = "en") -> Any:
    locale = Locale.objects.get(language_code=language)
    return localize.translations_of([original.translation_key], locale).first()


class TestForReal:
    """``german`` is a session written in German, ``talk`` one written in English."""

    @pytest.fixture
    def german(self, house: House) -> SessionPage:
        return publish(make_session(house.programme))

    @pytest.fixture
    def talk(self, house: House) -> SessionPage:
        return publish(make_session(house.programmes["en"], title="Talk", spoken_language="en"))

    @pytest.fixture
    def log_in(self, house: House) -> Callable[..., Person]:
        """Somebody in the groups of these names."""

        def enter(*groups: str, options: tuple[str, ...] = ()) -> Person:
            create_groups("--writes", "de,en", *options)
            return Person(*groups)

        return enter

    @pytest.fixture
    def submitted(self, german: SessionPage, make_opened: Callable[..., Any]) -> Any:
        """Translated and handed in by somebody else."""
        translation = make_opened(german, "en", texts="English")
        review.submit(translation, make_superuser("colleague"))
        return translation

    @pytest.mark.parametrize(
        ("group", "own", "foreign"),
        [("Editors (German)", "de", "en"), ("Editors (English)", "en", "de")],
    )
    def test_editors_write_and_publish_in_their_language(
        self, log_in, house, german, group, own, foreign
    ):
        editor = log_in(group)
        assert editor.write_page(house.programmes[own]) == "led"
        assert editor.write_person(own) == "led"
        assert editor.add_picture() == "led"
        page, speaker = SessionPage.objects.get(slug="neu"), Speaker.objects.get(name="Neu")
        assert (page.live, page.locale.language_code) == (True, own)
        assert (speaker.live, speaker.locale.language_code) == (True, own)
        assert Photo.objects.get().title == "Neu"
        assert editor.write_page(house.programmes[foreign], "Fremd") == "denied"
        assert editor.write_person(foreign) == "denied"
        assert editor.get("sessions_translation:overview") == "open"
        assert editor.open(german) == "denied"
        assert SessionPage.objects.count() == 2

    def test_translators_translate_and_hand_in(self, log_in, german, talk):
        translator = log_in("Translators (English)")
        assert translator.open(german) == "desk"
        translation = translation_of(german)
        assert translator.translate(translation) == {"desk"}
        assert texts(translation) == {"Word"}
        assert translator.desk("release", translation.pk) == "denied"
        assert translator.desk("submit", translation.pk) == "desk"
        assert review.of(translation).workflow_state.requested_by == translator.user
        assert translator.desk("approve", translation.pk) == "denied"
        assert translator.open(talk, "de") == "denied"
        assert translation_of(talk, "de") is None
        assert not german.versions.get().live

    def test_translators_publish_where_they_are_let(self, log_in, german):
        translator = log_in("Translators (English)", options=("--translators-publish",))
        translator.open(german)
        translation = translation_of(german)
        translator.translate(translation)
        assert translator.desk("release", translation.pk) == "desk"
        english = german.versions.get()
        assert (english.live, english.title) == (True, "Word")
        assert translator.write_page(english.get_parent()) == "denied"
        assert translator.add_picture() == "denied"

    def test_reviewers_approve_what_others_wrote(self, log_in, german, submitted):
        reviewer = log_in("Reviewers (English)")
        assert reviewer.desk("approve", submitted.pk) == "desk"
        english = german.versions.get()
        assert english.live
        assert english.title.startswith("English ")

    def test_reviewers_send_back(self, log_in, german, submitted):
        reviewer = log_in("Reviewers (English)")
        assert reviewer.desk("send_back", submitted.pk, comment="Bitte kürzer.") == "desk"
        assert review.of(submitted) is None
        assert review.last_comment(submitted).comment == "Bitte kürzer."
        assert not german.versions.get().live

    def test_reviewers_translate_and_release_what_was_not_handed_in(self, log_in, german):
        reviewer = log_in("Reviewers (English)")
        reviewer.open(german)
        translation = translation_of(german)
        reviewer.translate(translation)
        assert reviewer.desk("release", translation.pk) == "desk"
        assert german.versions.get().live
        assert reviewer.write_page(german.get_parent()) == "denied"

    def test_managers_run_the_programme_in_all_languages(self, log_in, house, german, talk):
        manager = log_in("Programme managers")
        assert manager.write_page(house.programmes["de"]) == "led"
        assert manager.write_page(house.programmes["en"], "New") == "led"
        assert manager.write_person("de") == "led"
        assert manager.add_picture() == "led"
        for original, language in ((german, "en"), (talk, "de")):
            assert manager.open(original, language) == "desk"
            translation = translation_of(original, language)
            manager.translate(translation)
            assert manager.desk("release", translation.pk) == "desk"
            assert original.versions.get().live
        assert manager.get("wagtailusers_groups:index") == "denied"
        assert manager.get("wagtaillocales:index") == "denied"
        rules = PublicationRules.load()
        place = ("sessions_translation", "publicationrules", rules.pk)
        assert manager.get("wagtailsettings:edit", *place) == "denied"

    def test_speakers_of_several_groups_have_what_all_of_them_give(self, log_in, house, german):
        both = log_in("Editors (German)", "Translators (English)")
        assert both.write_page(house.programmes["de"]) == "led"
        assert both.open(german) == "desk"
        assert both.write_page(house.programmes["en"], "Fremd") == "denied"
        english = make_speaker("Ellen", locale="en")
        edit = "wagtailsnippets_sessions_app_speaker:edit"
        assert both.get(edit, english.pk) == "denied"
