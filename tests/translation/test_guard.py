"""What the guard takes away, what it demands of a host, and how it says no."""

import re
import subprocess
import sys
from importlib import import_module

import pytest
from django.conf import settings as project
from django.contrib.auth.models import Permission
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.models.signals import post_save
from django.http import HttpResponse
from django.urls import NoReverseMatch, resolve, reverse
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.locales.components import LOCALE_COMPONENTS
from wagtail_localize.models import LocaleSynchronization, StringTranslation

from sessions_app.models import SessionPage
from sessions_app.translation.guard import GuardMiddleware, rules, stock
from sessions_app.translation.guard import checks as guard_checks
from sessions_app.translation.models import Action
from tests.factories import (
    make_group,
    make_session,
    make_speaker,
    make_superuser,
    make_translator,
    make_user,
    translate,
)

pytestmark = pytest.mark.django_db

STOCK_NAMES = {
    "convert_to_alias": {"page_id": 1},
    "download_pofile": {"translation_id": 1},
    "edit_override": {"translation_id": 1, "overridable_segment_id": 1},
    "edit_string_translation": {"translation_id": 1, "string_segment_id": 1},
    "javascript_catalog": {},
    "machine_translate": {"translation_id": 1},
    "preview_translation": {"translation_id": 1},
    "snippets_api_detail": {"app_label": "sessions_app", "model_name": "speaker", "pk": 1},
    "snippets_api_listing": {"app_label": "sessions_app", "model_name": "speaker"},
    "stop_translation": {"translation_id": 1},
    "submit_page_translation": {"page_id": 1},
    "submit_snippet_translation": {"app_label": "sessions_app", "model_name": "speaker", "pk": 1},
    "translations_report": {},
    "translations_report_results": {},
    "update_translations": {"translation_source_id": 1},
    "upload_pofile": {"translation_id": 1},
}


class TestStock:
    def test_no_function_of_wagtail_localize_is_left_but_icons_and_log_formatters(self):
        hooks.search_for_hooks()
        left = {
            (name, function.__module__)
            for name, registered in hooks._hooks.items()
            for function, _order in registered
            if stock._is_stock(function.__module__)
        }
        assert left == {
            ("register_icons", "wagtail_localize.wagtail_hooks"),
            ("register_log_actions", "wagtail_localize.wagtail_hooks"),
        }

    def test_every_address_wagtail_localize_brings_is_known_to_this_test(self):
        (mounted,) = import_module("wagtail_localize.wagtail_hooks").register_admin_urls()
        assert {pattern.name for pattern in mounted.url_patterns} == set(STOCK_NAMES)

    @pytest.mark.parametrize("name", STOCK_NAMES)
    def test_no_address_of_wagtail_localize_is_left(self, house, client, name):
        with pytest.raises(NoReverseMatch):
            reverse(f"wagtail_localize:{name}", kwargs=STOCK_NAMES[name])
        (mounted,) = import_module("wagtail_localize.wagtail_hooks").register_admin_urls()
        paths = {
            f"/admin/{mounted.pattern}{pattern.pattern}"
            for pattern in mounted.url_patterns
            if pattern.name == name
        }
        client.force_login(make_superuser())
        for path in paths:
            for converter, value in (
                ("<int:page_id>", house.homes["en"].pk),
                ("<int:translation_id>", 1),
                ("<int:translation_source_id>", 1),
                ("<int:string_segment_id>", 1),
                ("<int:overridable_segment_id>", 1),
                ("<slug:app_label>", "sessions_app"),
                ("<slug:model_name>", "speaker"),
                ("<str:pk>", 1),
                ("<str:mode>", "default"),
            ):
                path = path.replace(converter, str(value))
            assert client.get(path).status_code == 404
            assert client.post(path).status_code == 404

    def test_locales_cannot_be_told_to_mirror_a_tree(self, house, client):
        assert LOCALE_COMPONENTS == []
        client.force_login(make_superuser())
        url = reverse("wagtaillocales:edit", args=[house.locales["en"].pk])
        assert client.get(url).context["components"].components == []

    def test_a_synchronisation_that_is_stored_mirrors_nothing(self, house):
        session = make_session(house.programme)
        LocaleSynchronization.objects.create(
            locale=house.locales["en"], sync_from=house.locales["de"]
        )
        assert not post_save.has_listeners(LocaleSynchronization)
        assert set(Page.objects.filter(translation_key=session.translation_key)) == {
            session.page_ptr
        }

    def test_a_new_page_is_not_mirrored(self, house, client):
        LocaleSynchronization.objects.create(
            locale=house.locales["en"], sync_from=house.locales["de"]
        )
        client.force_login(make_superuser())
        url = reverse("wagtailadmin_pages:add", args=["cms", "contentpage", house.home.pk])
        answer = client.post(
            url,
            {
                "title": "Anfahrt",
                "slug": "anfahrt",
                "lead": "",
                "body": "null",
                "place": "",
                "comments-TOTAL_FORMS": 0,
                "comments-INITIAL_FORMS": 0,
                "action-publish": "1",
            },
        )
        assert answer.status_code == 302
        assert [page.locale for page in Page.objects.filter(slug__startswith="anfahrt")] == [
            house.locales["de"]
        ]

    def test_the_right_to_submit_is_offered_no_more(self):
        offered = [function() for function in hooks.get_hooks("register_permissions")]
        codenames = {permission.codename for rights in offered for permission in rights}
        assert Permission.objects.filter(codename="submit_translation").count() == 1
        assert "submit_translation" not in codenames


class TestChecks:
    def ids(self, *found):
        return [message.id for message in found]

    def test_the_project_passes(self):
        assert guard_checks.middleware_is_in_place(None) == []
        assert guard_checks.settings_are_safe(None) == []
        assert guard_checks.applications_agree(None) == []

    def test_they_are_registered(self, settings):
        settings.MIDDLEWARE = [one for one in project.MIDDLEWARE if one != guard_checks.MIDDLEWARE]
        with pytest.raises(SystemCheckError) as error:
            call_command("check")
        assert str(error.value).count("sessions_translation.E001") == 1

    def test_a_host_without_the_middleware_is_refused(self, settings):
        settings.MIDDLEWARE = []
        (message,) = guard_checks.middleware_is_in_place(None)
        assert (message.id, message.level) == ("sessions_translation.E001", checks.ERROR)
        assert message.msg == ("MIDDLEWARE lacks sessions_app.translation.guard.GuardMiddleware.")

    def test_the_middleware_must_know_the_user(self, settings):
        settings.MIDDLEWARE = [guard_checks.MIDDLEWARE, guard_checks.AUTHENTICATION]
        assert self.ids(*guard_checks.middleware_is_in_place(None)) == ["sessions_translation.E002"]
        settings.MIDDLEWARE.reverse()
        assert guard_checks.middleware_is_in_place(None) == []

    @pytest.mark.parametrize(
        ("name", "value", "identifier"),
        [
            ("WAGTAILLOCALIZE_DISABLE_ON_DELETE", False, "sessions_translation.E003"),
            ("WAGTAILLOCALIZE_DISABLE_ON_DELETE", None, "sessions_translation.E003"),
            ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", True, "sessions_translation.E004"),
            ("WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE", None, "sessions_translation.E004"),
            ("WAGTAIL_I18N_ENABLED", False, "sessions_translation.E005"),
        ],
    )
    def test_settings_that_lose_texts_are_refused(self, settings, name, value, identifier):
        setattr(settings, name, value)
        if value is None:
            delattr(settings, name)
        assert self.ids(*guard_checks.settings_are_safe(None)) == [identifier]

    def test_a_careless_host_does_not_start(self):
        done = subprocess.run(
            [sys.executable, "manage.py", "check", "--settings", "tests.stock.careless"],
            cwd=project.BASE_DIR,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert sorted(re.findall(r"sessions_translation\.E\d+", done.stderr)) == [
            "sessions_translation.E001",
            "sessions_translation.E003",
            "sessions_translation.E004",
            "sessions_translation.E005",
            "sessions_translation.E006",
            "sessions_translation.E007",
            "sessions_translation.E008",
        ]


class TestAnswers:
    @pytest.fixture
    def english(self, house):
        return translate(make_session(house.programme), "en")

    def test_people_read_why(self, client, english):
        client.force_login(make_superuser())
        answer = client.post(reverse("wagtailadmin_pages:copy", args=[english.pk]))
        assert answer.status_code == 403
        assert answer.context["message"] == str(rules.COPY)
        assert answer.context["desk"] is True

    def test_in_the_language_they_chose(self, client, english):
        admin = make_superuser()
        profile = import_module("wagtail.users.models").UserProfile.get_for_user(admin)
        profile.preferred_language = "en"
        profile.save()
        client.force_login(admin)
        answer = client.post(reverse("wagtailadmin_pages:copy", args=[english.pk]))
        assert answer.context["message"] == (
            "A translation cannot be copied: copy the original and have the copy translated."
        )

    @pytest.mark.parametrize(
        "headers",
        [{"X-Requested-With": "XMLHttpRequest"}, {"Accept": "application/json"}],
    )
    def test_scripts_read_json(self, client, english, headers):
        admin = make_superuser()
        client.force_login(admin)
        answer = client.post(reverse("wagtailadmin_pages:copy", args=[english.pk]), headers=headers)
        assert answer.status_code == 403
        assert list(answer.json()) == ["message"]

    def test_who_may_not_enter_the_admin_is_left_to_wagtail(self, client, english):
        url = reverse("wagtailadmin_pages:copy", args=[english.pk])
        assert client.post(url)["Location"] == f"/admin/login/?next={url}"
        client.force_login(make_user("outsider"))
        assert client.post(url)["Location"] == f"/admin/login/?next={url}"

    def test_views_outside_the_admin_are_not_looked_at(self, house, rf, django_assert_num_queries):
        request = rf.get("/documents/1/")
        request.user = make_translator()
        request.resolver_match = resolve("/documents/1/")
        middleware = GuardMiddleware(lambda request: HttpResponse())
        with django_assert_num_queries(0):
            assert middleware.process_view(request, *request.resolver_match) is None

    def test_the_way_to_the_desk_is_for_those_who_work_there(self, client, house):
        speaker = make_speaker()
        english = translate(speaker, "en")
        url = reverse("wagtailsnippets_sessions_app_speaker:edit", args=[english.pk])
        client.force_login(make_translator())
        # Nothing was opened yet: there is no editor to lead to.
        assert client.get(url).status_code == 403


class TestLocales:
    def test_a_language_with_texts_cannot_be_deleted(self, house, client, make_opened):
        en = house.locales["en"]
        make_opened(make_speaker(position="Leiterin"), "en", texts="translated")
        assert StringTranslation.objects.filter(locale=en).count() == 1
        client.force_login(make_superuser())
        answer = client.post(reverse("wagtaillocales:delete", args=[en.pk]))
        assert answer.status_code == 403
        assert StringTranslation.objects.filter(locale=en).count() == 1

    def test_an_empty_one_can(self, house, client):
        empty = type(house.locales["de"]).objects.create(language_code="fr")
        client.force_login(make_superuser())
        assert client.post(reverse("wagtaillocales:delete", args=[empty.pk])).status_code == 302
        assert not type(empty).objects.filter(language_code="fr").exists()


def test_an_english_writer_cannot_publish_a_german_original_by_a_right_for_english(house, client):
    """The right to change comes from one group, the right to publish from another."""
    writer = make_group(
        "de", languages={"de": [Action.WRITE]}, pages=[house.home], page_rights=["change_page"]
    )
    publisher = make_group(
        "en",
        languages={"en": [Action.WRITE]},
        pages=[house.home, house.homes["en"]],
        page_rights=["publish_page"],
    )
    user = make_user("both", writer, publisher)
    session = make_session(house.programme)
    assert session.permissions_for_user(user).can_edit()
    assert not session.permissions_for_user(user).can_publish()
    assert SessionPage.objects.get(pk=session.pk).live
