"""What editors are told of their originals: found on the page, marked in the preview."""

import html5lib
import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.userbar import AccessibilityItem, ContentCheckerItem

from sessions_app import content_checks
from sessions_app.content_checks import ATTRIBUTE, RULES, find
from tests.factories import (
    block,
    body,
    make_photo,
    make_session,
    make_site,
    make_speaker,
    make_superuser,
    translate,
)

from .forms import session_data

pytestmark = pytest.mark.django_db

SUMMARY = "Ämter stellen jedes Jahr Millionen Fragen, deren Antwort sie schon haben, sagt Ada."


@pytest.fixture
def house():
    return make_site()


@pytest.fixture
def session(house):
    """A session that has nothing to mend, with the blocks of its body."""

    def make(*blocks, **fields):
        fields = {"summary": SUMMARY, "spoken_language": "de", **fields}
        return make_session(house.programme, body=body(*blocks), **fields)

    return make


def picture(photo, alt="Ein Saal", *, decorative=False):
    """A picture in a body."""
    value = {"image": photo.pk, "alt_text": alt, "decorative": decorative}
    return block("image", {"image": value, "caption": ""})


def found_in(page, *places):
    """Rules by the number of the block, or the name of the field."""
    numbers = {one.id: number for number, one in enumerate(page.body)}
    return {numbers.get(place, place): rules for place, rules in find(page).items()}


def test_nothing_is_found_where_all_is_well(session):
    photo = make_photo(credit="A. B.", de="Ada am Pult")
    ada = make_speaker(photo=photo)
    page = session(
        block("text", "<p>Alle Teilnehmer*innen sagen „ja“.</p>"),
        picture(photo),
        picture(photo, alt="", decorative=True),
        block("portrait", {"speaker": ada.pk, "role": ""}),
        block("portrait", {"speaker": make_speaker().pk, "role": ""}),
        block("video", {"title": "Film", "url": "https://example.org/", "poster": photo.pk}),
        block("video", {"title": "Film", "url": "https://example.org/", "poster": None}),
    )
    assert find(page) == {}


def test_pictures_without_words_and_without_credit(session):
    bare, told = make_photo(), make_photo(credit="A. B.")
    page = session(
        picture(bare, alt=" "),
        picture(told, alt=""),
        picture(bare, alt="", decorative=True),
        block("portrait", {"speaker": make_speaker(photo=told).pk, "role": ""}),
        block("video", {"title": "Film", "url": "https://example.org/", "poster": bare.pk}),
    )
    assert found_in(page) == {
        0: ["sessions-alt-text", "sessions-credit"],
        1: ["sessions-alt-text"],
        2: ["sessions-credit"],
        3: ["sessions-alt-text"],
        4: ["sessions-credit"],
    }


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("x" * 80, {}),
        ("x" * 400, {}),
        ("x" * 79, {"summary": ["sessions-summary-length"]}),
        ("x" * 401, {"summary": ["sessions-summary-length"]}),
        (" ", {"title": ["sessions-summary-length"]}),
    ],
)
def test_the_length_of_the_summary(session, summary, expected):
    assert find(session(summary=summary)) == expected


def test_a_session_without_spoken_language(session):
    assert find(session(spoken_language="")) == {"title": ["sessions-spoken-language"]}


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Er sagt „ja“ und ‚nein‘.", False),
        ("Er sagt »ja«.", False),
        ('Ein 15"-Schirm', False),
        ('Er sagt "ja".', True),
        ("Er sagt “ja”.", True),
        ("Er sagt „ja”.", True),
    ],
)
def test_quotation_marks(session, text, is_wrong):
    page = session(block("text", "<p>Gut.</p>"), block("text", f"<p>{text}</p>"), subtitle=text)
    wrong = ["sessions-quotes"]
    assert found_in(page) == ({"subtitle": wrong, 1: wrong} if is_wrong else {})


def test_quotation_marks_are_those_of_the_original(house):
    page = make_session(
        house.programmes["en"],
        title="The “state” asks",
        summary=SUMMARY,
        spoken_language="en",
        body=body(block("text", "<p>She says „no“.</p>")),
    )
    assert found_in(page) == {0: ["sessions-quotes"]}


def test_several_gender_forms_on_one_page(session):
    page = session(
        block("text", "<p>Teilnehmer*innen und Bürger*innen</p>"),
        block("text", "<p>Teilnehmer*innen und Kolleg:innen</p>"),
        block("quote", {"quote": "LehrerInnen", "author": "", "role": ""}),
    )
    assert found_in(page) == {1: ["sessions-gender-forms"], 2: ["sessions-gender-forms"]}


def test_a_translation_is_the_desks_business(session):
    page = session(summary="")
    assert find(translate(page, "en", title="Short", summary="")) == {}


def marks(response):
    """Marked elements of an answer: name of the element, its rules."""
    tree = html5lib.parse(response.content, namespaceHTMLElements=False)
    return [(one.tag, one.get(ATTRIBUTE)) for one in tree.iter() if one.get(ATTRIBUTE)]


def test_the_preview_marks_what_stands_in_the_form(client, session):
    page = session()
    client.force_login(make_superuser())
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    client.post(url, session_data(title='Neu "hier"', summary="Kurz", subtitle="Gut"))
    assert marks(client.get(url)) == [
        ("h1", "sessions-spoken-language sessions-quotes"),
        ("div", "sessions-summary-length"),
    ]


def test_the_public_and_the_desk_see_no_marks(client, session):
    page = session(block("text", '<p>Ein "Wort"</p>'), summary="Kurz")
    assert marks(client.get(page.get_url())) == []
    request = RequestFactory().get("/")
    request.is_preview, request.in_desk = True, True
    assert content_checks.findings_of_preview(request, page) == {}
    request.in_desk = False
    assert set(content_checks.findings_of_preview(request, page)) == {"summary", page.body[0].id}
    assert content_checks.findings_of_preview(request, None) == {}


def test_marking_costs_the_same_whatever_the_body_holds(session, django_assert_num_queries):
    photo = make_photo(credit="A. B.")
    for many in (1, 3):
        page = session(*[picture(photo)] * many, title=f"Mit {many}")
        page = type(page).objects.select_related("locale").get(pk=page.pk)
        with django_assert_num_queries(2):
            find(page)


class HostsItem(ContentCheckerItem):
    """A host's own checker, which runs one rule and has words of its own."""

    axe_run_only = ["button-name"]
    axe_messages = {"button-name": "Name it."}


def test_the_checker_of_wagtail_and_of_a_host_learn_the_rules():
    for item in (AccessibilityItem(), HostsItem()):
        before = item.get_axe_configuration(None)
        content_checks.add_rules(None, [object(), item], None)
        after = item.get_axe_configuration(None)
        assert after["options"]["runOnly"] == [*before["options"]["runOnly"], *RULES]
        assert [rule["id"] for rule in after["spec"]["rules"]] == [
            *(rule["id"] for rule in before["spec"]["rules"]),
            *RULES,
        ]
        assert set(after["messages"]) == {*before["messages"], *RULES}


def test_a_checker_that_runs_everything_goes_on_doing_so():
    item = ContentCheckerItem()
    item.axe_run_only = None
    content_checks.add_rules(None, [item], None)
    assert "runOnly" not in item.get_axe_configuration(None)["options"]
    assert ContentCheckerItem.axe_run_only is not None


def test_the_panel_of_the_editor_has_the_rules(client, session):
    page = session()
    client.force_login(make_superuser())
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert [rule for rule in RULES if f'"id": "{rule}"' not in html] == []
