"""Who may do what, per language."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Permission
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import policy_registry

from sessions_app.models import Speaker
from sessions_app.translation import drafting, policy
from sessions_app.translation.models import Action
from tests.factories import (
    House,
    make_editor,
    make_group,
    make_publisher,
    make_reviewer,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    make_translator,
    make_user,
    translate,
)

pytestmark = pytest.mark.django_db

ALL = set(Action)


def fresh(user):
    """The user as the next request would meet them, nothing remembered."""
    return get_user_model().objects.get(pk=user.pk)


@pytest.fixture
def house() -> House:
    return make_site("de", "en", "fr")


@pytest.mark.parametrize(
    ("make", "granted"),
    [
        (lambda house: make_translator(), {("en", "translate")}),
        (lambda house: make_reviewer(), {("en", "translate"), ("en", "review")}),
        (lambda house: make_publisher(), {("en", "translate"), ("en", "publish")}),
        (lambda house: make_editor(house.home), {("de", "write")}),
        (lambda house: make_user("nobody"), set()),
        (lambda house: make_user("bare", make_group("bare")), set()),
        (
            lambda house: make_superuser(),
            {(code, action) for code in ("de", "en", "fr") for action in ALL},
        ),
    ],
    ids=["translator", "reviewer", "publisher", "editor", "nobody", "bare", "superuser"],
)
def test_a_user_may_do_what_the_groups_say_and_nothing_else(house, make, granted):
    user = make(house)
    assert {
        (code, action)
        for code, locale in house.locales.items()
        for action in Action
        if policy.allows(user, action, locale)
    } == granted
    assert {
        (code, action)
        for code, locale in house.locales.items()
        for action in Action
        if policy.allows(user, action, locale.pk)
    } == granted
    assert policy.locales(user) == {house.locales[code].pk for code, _action in granted}


def test_rights_of_several_groups_add_up(house):
    user = make_user(
        "both",
        make_group("en", languages={"en": [Action.TRANSLATE]}),
        make_group("fr", languages={"fr": [Action.PUBLISH], "en": [Action.REVIEW]}),
    )
    en, fr = house.locales["en"].pk, house.locales["fr"].pk
    assert policy.locales(user, Action.TRANSLATE) == {en}
    assert policy.locales(user, Action.PUBLISH) == {fr}
    assert policy.locales(user, Action.PUBLISH, Action.REVIEW) == {en, fr}
    assert policy.locales(user, Action.WRITE) == set()


@pytest.mark.parametrize("make", [lambda: make_translator(), lambda: make_superuser()])
def test_who_is_inactive_may_do_nothing(house, make):
    user = make()
    user.is_active = False
    assert policy.locales(user) == set()
    assert not policy.allows(user, Action.TRANSLATE, house.locales["en"])
    assert not policy.may_open_desk(user)
    assert not policy.may_edit_original(user, house.home)


def test_who_is_not_logged_in_may_do_nothing(house):
    user = AnonymousUser()
    assert policy.locales(user) == set()
    assert not policy.allows(user, Action.TRANSLATE, house.locales["en"])
    assert not policy.may_open_desk(user)
    assert not policy.may_edit_original(user, house.home)


@pytest.mark.parametrize("make", [make_translator, make_superuser])
def test_one_query_for_a_user_however_often_it_is_asked(house, make, django_assert_num_queries):
    user = fresh(make())
    with django_assert_num_queries(1):
        for _again in range(3):
            for locale in house.locales.values():
                policy.locales(user, Action.TRANSLATE)
                policy.allows(user, Action.PUBLISH, locale)
        policy.may_open_desk(user)


def test_the_desk_is_for_those_who_have_a_right_over_translations(house):
    assert policy.may_open_desk(make_translator())
    assert policy.may_open_desk(make_reviewer())
    assert policy.may_open_desk(make_publisher())
    assert policy.may_open_desk(make_superuser())
    assert not policy.may_open_desk(make_editor(house.home))
    assert not policy.may_open_desk(make_user("nobody"))


class TestIsTranslation:
    def test_a_row_with_a_source_is_one(self, house):
        speaker = make_speaker()
        assert not policy.is_translation(speaker)
        assert policy.is_translation(translate(speaker, "en"))

    def test_a_page_read_by_its_base_class_is_one(self, house):
        assert policy.is_translation(Page.objects.get(pk=house.homes["en"].pk))
        assert not policy.is_translation(Page.objects.get(pk=house.homes["de"].pk))

    def test_the_target_of_an_open_translation_is_one_without_a_source(self, house):
        german = make_speaker()
        english = make_speaker(locale="en", translation_key=german.translation_key)
        assert not policy.is_translation(english)
        drafting.open_translations([german], house.locales["fr"])
        assert not policy.is_translation(english)
        french = make_speaker(locale="fr", translation_key=german.translation_key)
        assert policy.is_translation(french)
        assert not policy.is_translation(german)

    def test_an_original_that_others_name_stays_one(self, house):
        german = make_speaker()
        translate(german, "en")
        english = Speaker.objects.get(
            translation_key=german.translation_key, locale__language_code="en"
        )
        Speaker.objects.filter(pk=german.pk).update(locale=house.locales["fr"])
        drafting.open_translations([english], house.locales["fr"])
        assert not policy.is_translation(Speaker.objects.get(pk=german.pk))

    def test_a_mirror_of_a_page_in_another_language_is_one(self, house):
        session = make_session(house.programme)
        alias = session.copy_for_translation(house.locales["en"], alias=True)
        assert policy.is_translation(alias)
        same = session.create_alias(update_slug="zweitens")
        assert not policy.is_translation(same)


class TestOriginals:
    def test_an_editor_changes_originals_in_their_language_alone(self, house):
        editor = make_editor(house.home)
        german, english = make_speaker(), make_speaker("Ellen", locale="en")
        session = make_session(house.programme)
        original = make_session(house.programmes["en"], title="Written in English")
        assert policy.may_edit_original(editor, german)
        assert policy.may_edit_original(editor, session)
        assert not policy.may_edit_original(editor, english)
        assert not policy.may_edit_original(editor, original)

    def test_a_translation_is_changed_by_nobody_in_wagtails_forms(self, house):
        english = translate(make_speaker(), "en")
        page = translate(make_session(house.programme), "en")
        for user in (make_superuser(), make_editor(house.home), make_publisher()):
            assert not policy.may_edit_original(user, english)
            assert not policy.may_edit_original(user, page)

    def test_a_translator_changes_no_original(self, house):
        user = make_translator()
        assert not policy.may_edit_original(user, make_speaker())
        assert not policy.may_edit_original(user, make_speaker("Ellen", locale="en"))
        assert not policy.may_edit_original(user, make_session(house.programme))

    def test_model_rights_of_a_translators_group_do_not_reach_originals(self, house):
        group = make_group("en", languages={"en": [Action.TRANSLATE]}, models=[Speaker])
        user = make_user("translator", group)
        assert user.has_perm("sessions_app.change_speaker")
        assert not policy.may_edit_original(user, make_speaker())
        assert not policy.may_edit_original(user, make_speaker("Ellen", locale="en"))

    def test_model_rights_of_a_group_without_languages_count_everywhere(self, house):
        user = make_user("anybody", make_group("all", models=[Speaker]))
        assert policy.may_edit_original(user, make_speaker())
        assert policy.may_edit_original(user, make_speaker("Ellen", locale="en"))

    def test_a_group_without_languages_is_not_narrowed_by_another(self, house):
        user = make_user(
            "both",
            make_group("all", models=[Speaker]),
            make_group("en", languages={"en": [Action.TRANSLATE]}),
        )
        assert policy.may_edit_original(user, make_speaker())

    def test_languages_do_not_lend_rights_to_another_groups_model(self, house):
        user = make_user(
            "both",
            make_group("de", languages={"de": [Action.WRITE]}),
            make_group("en", languages={"en": [Action.WRITE]}, models=[Speaker]),
        )
        assert not policy.may_edit_original(user, make_speaker())
        assert policy.may_edit_original(user, make_speaker("Ellen", locale="en"))

    def test_a_right_given_to_the_user_alone_counts_everywhere(self, house):
        user = make_user("own", make_group("en", languages={"en": [Action.TRANSLATE]}))
        user.user_permissions.add(Permission.objects.get(codename="change_speaker"))
        assert policy.may_edit_original(fresh(user), make_speaker())


class TestSnippetPolicy:
    @pytest.fixture
    def registered(self):
        return policy_registry.get_by_type(Speaker)

    def test_every_translated_snippet_has_it(self, registered):
        assert type(registered) is policy.LocalePolicy

    def test_translations_can_be_published_away_but_never_changed(self, house, registered):
        english = translate(make_speaker(), "en")
        group = make_group("en", languages={"en": [Action.PUBLISH]}, models=[Speaker])
        user = make_user("publisher", group)
        allowed = {
            action
            for action in ("add", "change", "delete", "publish", "lock", "unlock")
            if registered.user_has_permission_for_instance(user, action, english)
        }
        assert allowed == {"delete", "publish", "lock", "unlock"}

    def test_a_translation_asks_for_its_own_language(self, house, registered):
        speaker = make_speaker()
        group = make_group("fr", languages={"fr": [Action.PUBLISH]}, models=[Speaker])
        user = make_user("publisher", group)
        assert registered.user_has_permission_for_instance(
            user, "publish", translate(speaker, "fr")
        )
        assert not registered.user_has_permission_for_instance(
            user, "publish", translate(speaker, "en")
        )
        assert not registered.user_has_permission_for_instance(user, "publish", speaker)

    def test_instances_are_those_the_user_may_act_on(self, house, registered):
        german, english = make_speaker(), make_speaker("Ellen", locale="en")
        translated = translate(german, "en")
        editor = make_editor(house.home)
        assert set(registered.instances_user_has_permission_for(editor, "change")) == {german}
        everywhere = make_user("anybody", make_group("all", models=[Speaker]))
        assert set(registered.instances_user_has_permission_for(everywhere, "change")) == {
            german,
            english,
        }
        publisher = make_user(
            "publisher",
            make_group("en", languages={"en": [Action.PUBLISH]}, models=[Speaker]),
        )
        assert set(registered.instances_user_has_permission_for(publisher, "publish")) == {
            translated
        }
        assert set(registered.instances_user_has_permission_for(make_user("nobody"), "view")) == (
            set()
        )


class TestPagePolicy:
    def rights(self, user, page):
        return page.permissions_for_user(fresh(user)).permissions

    def test_page_rights_count_in_the_languages_of_the_group(self, house):
        roots = [house.homes["de"], house.homes["en"]]
        user = make_user("w", make_group("w", languages={"de": [Action.WRITE]}, pages=roots))
        assert self.rights(user, house.homes["de"]) == {"add", "change", "publish"}
        assert self.rights(user, house.programmes["de"]) == {"add", "change", "publish"}
        assert self.rights(user, house.homes["en"]) == set()

    def test_a_right_over_the_whole_tree_reaches_those_languages_alone(self, house):
        root = Page.get_first_root_node()
        user = make_user("w", make_group("w", languages={"de": [Action.WRITE]}, pages=[root]))
        assert self.rights(user, house.programmes["de"]) == {"add", "change", "publish"}
        assert self.rights(user, house.programmes["en"]) == set()
        assert self.rights(user, root) == set()

    def test_publishers_keep_what_can_be_held_over_translations(self, house):
        user = make_user(
            "p",
            make_group("p", languages={"en": [Action.PUBLISH]}, pages=list(house.homes.values())),
        )
        assert self.rights(user, house.homes["en"]) == {"publish"}
        assert self.rights(user, house.homes["de"]) == set()

    def test_translators_have_none(self, house):
        user = make_user(
            "t",
            make_group("t", languages={"en": [Action.TRANSLATE]}, pages=list(house.homes.values())),
        )
        assert self.rights(user, house.homes["en"]) == set()
        assert self.rights(user, house.homes["de"]) == set()

    def test_groups_without_languages_keep_theirs(self, house):
        root = Page.get_first_root_node()
        user = make_user("all", make_group("all", pages=[root]))
        assert self.rights(user, house.programmes["en"]) == {"add", "change", "publish"}
        assert GroupPagePermission.objects.count() >= 3
