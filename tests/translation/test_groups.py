"""The languages in Wagtail's group editor."""

from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from sessions_app.translation.groups import LocalePermissionPanel
from sessions_app.translation.models import Action, LocalePermission
from tests.factories import make_group, make_site, make_superuser

pytestmark = pytest.mark.django_db

# Wagtail's own panels beside ours; empty, but they want to be there.
OTHERS = {
    f"{prefix}-{name}": "0"
    for prefix in (
        "page_permissions",
        "image_permissions",
        "document_permissions",
        "collection_permissions",
    )
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def house():
    return make_site("de", "en", "fr")


@pytest.fixture
def browser(client, house):
    client.force_login(make_superuser())
    return client


def ticked(house, **actions):
    """What a browser sends for these boxes."""
    return {
        f"locale_permissions-{house.locales[code].pk}": list(chosen)
        for code, chosen in actions.items()
    }


def stored(group):
    return set(
        LocalePermission.objects.filter(group=group).values_list("locale__language_code", "action")
    )


class Boxes(HTMLParser):
    """The checkboxes of the panel, by language and action."""

    def __init__(self, html):
        super().__init__()
        self.found = {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("name", "").startswith("locale_permissions-"):
            self.found[attrs["aria-label"]] = "checked" in attrs


def boxes(answer):
    return Boxes(answer.content.decode()).found


def all_boxes(house, **checked):
    """Every box of the panel; those of ``checked`` (code: actions) are ticked."""
    return {
        f"{locale}: {action.label}": action in checked.get(code, ())
        for code, locale in house.locales.items()
        for action in Action
    }


def edit(browser, group, data):
    url = reverse("wagtailusers_groups:edit", args=[group.pk])
    return browser.post(url, {"name": group.name, **OTHERS, **data})


def test_a_new_group_is_told_its_languages(browser, house):
    url = reverse("wagtailusers_groups:add")
    assert boxes(browser.get(url)) == all_boxes(house)
    data = {"name": "Übersetzung", **OTHERS, **ticked(house, en=["translate", "review"])}
    assert browser.post(url, data).status_code == 302
    assert stored(Group.objects.get(name="Übersetzung")) == {
        ("en", "translate"),
        ("en", "review"),
    }


def test_the_form_shows_what_is_stored(browser, house):
    group = make_group("g", languages={"en": [Action.TRANSLATE], "fr": [Action.PUBLISH]})
    url = reverse("wagtailusers_groups:edit", args=[group.pk])
    assert boxes(browser.get(url)) == all_boxes(house, en=[Action.TRANSLATE], fr=[Action.PUBLISH])


def test_what_is_ticked_is_granted_and_the_rest_withdrawn(browser, house):
    group = make_group("g", languages={"en": [Action.TRANSLATE, Action.REVIEW]})
    other = make_group("other", languages={"en": [Action.PUBLISH]})
    kept = LocalePermission.objects.get(group=group, action=Action.TRANSLATE).pk
    assert edit(browser, group, ticked(house, en=["translate"], de=["write"])).status_code == 302
    assert stored(group) == {("en", "translate"), ("de", "write")}
    assert stored(other) == {("en", "publish")}
    assert LocalePermission.objects.get(group=group, action=Action.TRANSLATE).pk == kept


def test_an_empty_post_withdraws_everything(browser, house):
    group = make_group("g", languages={"en": [Action.TRANSLATE]})
    assert edit(browser, group, {}).status_code == 302
    assert stored(group) == set()


def test_saving_twice_changes_nothing(browser, house):
    group = make_group("g")
    data = ticked(house, en=["translate", "translate"], fr=["publish"])
    for _again in range(2):
        assert edit(browser, group, data).status_code == 302
    assert stored(group) == {("en", "translate"), ("fr", "publish")}


class TestHostile:
    @pytest.mark.parametrize("value", ["superuser", "", "TRANSLATE", "translate\x00", "a" * 5000])
    def test_an_unknown_action_is_refused_and_shown(self, browser, house, value):
        group = make_group("g", languages={"en": [Action.TRANSLATE]})
        answer = edit(browser, group, ticked(house, en=["translate", value]))
        panels = answer.context["permission_panels"]
        (panel,) = [panel for panel in panels if isinstance(panel, LocalePermissionPanel)]
        assert list(panel.errors) == [str(house.locales["en"].pk)]
        assert stored(group) == {("en", "translate")}

    def test_the_error_stands_at_its_language_and_the_ticks_stay(self, browser, house):
        group = make_group("g")
        answer = edit(browser, group, ticked(house, en=["publish", "superuser"]))
        name = f"id_locale_permissions-{house.locales['en'].pk}"
        html = answer.content.decode()
        assert html.count(f'id="{name}_errors"') == 1
        assert html.count(f'aria-describedby="{name}_errors"') == len(Action)
        assert boxes(answer) == all_boxes(house, en=[Action.PUBLISH])

    def test_a_language_that_does_not_exist_is_not_read(self, browser, house):
        group = make_group("g")
        data = {"locale_permissions-4711": ["publish"], "locale_permissions-x": ["publish"]}
        assert edit(browser, group, data).status_code == 302
        assert stored(group) == set()

    def test_nothing_is_saved_where_another_panel_is_wrong(self, browser, house):
        group = make_group("g")
        data = ticked(house, en=["publish"]) | {"page_permissions-TOTAL_FORMS": "x"}
        assert edit(browser, group, data).status_code == 200
        assert stored(group) == set()

    def test_a_group_that_is_not_stored_cannot_be_given_anything(self, house):
        panel = LocalePermissionPanel({}, None, Group(name="new"))
        assert panel.is_valid()
        with pytest.raises(ValueError, match="saved before"):
            panel.save()


def test_it_speaks_german_and_english(house):
    group = make_group("g")
    for code, heading in (("de", "Deutsch: "), ("en", "German: ")):
        with translation.override(code):
            found = Boxes(LocalePermissionPanel(instance=group).as_admin_panel()).found
            assert {label for label in found if label.startswith(heading)} == {
                f"{heading}{action.label}" for action in Action
            }


@pytest.mark.parametrize("codes", [("de", "en"), ("de", "en", "fr")])
def test_saving_takes_the_same_number_of_queries_for_any_number(codes, django_assert_num_queries):
    house = make_site(*codes)
    group = make_group("g")
    with django_assert_num_queries(6):
        panel = LocalePermissionPanel(ticked_data(house), None, group)
        assert panel.is_valid()
        panel.save()
    assert len(stored(group)) == len(codes) * len(Action)


def ticked_data(house):
    return MultiValueDict(ticked(house, **dict.fromkeys(house.locales, Action.values)))
