"""The editor's page: who sees it, what it says, under which policy, with how many queries."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from sessions_app.translation import drafting, localize, release
from sessions_app.translation.models import Action
from tests.factories import (
    House,
    body,
    make_editor,
    make_format,
    make_group,
    make_partner,
    make_photo,
    make_reviewer,
    make_session,
    make_speaker,
    make_track,
    make_user,
)
from tests.translation.desk.conftest import ASYNC

Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
)


def editor(client: Client, translation: Any, **kwargs: Any) -> Any:
    """The editor's answer."""
    return client.get(f"/admin/translations/{translation.pk}/", **kwargs)


def words(page: BeautifulSoup, selector: str) -> list[str]:
    """Text of everything that the selector names, white space made even."""
    return [" ".join(found.get_text().split()) for found in page.select(selector)]


def test_page_and_snippets_stand_on_one_surface(desk: Client, opened: Any, soup: Soup) -> None:
    page = soup(editor(desk, opened))
    assert words(page, ".desk-document__title") == [
        "Session",
        "Speaker Ada Beispiel",
        "Format Podium",
        "Track Staat",
    ]
    assert words(page, ".desk-label") == [
        "Title",
        "Summary",
        "Heading 2",
        "Paragraph 1",
        "List item 1",
        "List item 2",
        "Position",
        "Organisation",
        "Name",
        "Name",
    ]
    assert words(page, ".desk-voice") == ["Deutsch", "English"]
    assert words(page, "[data-desk-count]") == ["0 of 10 texts"]


def test_languages_are_told_of_every_text(desk: Client, opened: Any, soup: Soup) -> None:
    page = soup(editor(desk, opened))
    assert {node["lang"] for node in page.select(".desk-source")} == {"de"}
    assert {node["lang"] for node in page.select("textarea")} == {"en"}
    assert page.html is not None
    assert page.html["lang"] == "en"


def test_every_field_has_a_name_that_tells_where_it_stands(
    desk: Client, opened: Any, soup: Soup
) -> None:
    page = soup(editor(desk, opened))
    assert words(page, ".desk-field label")[:4] == [
        "English: Title",
        "English: Summary",
        "English: Body › Text › Heading 2",
        "English: Body › Text › Paragraph 1",
    ]
    fields = [label["for"] for label in page.select(".desk-field label")]
    assert fields == [area["id"] for area in page.select("textarea")]


@pytest.mark.parametrize("path", ["", "release/", "preview/"])
def test_only_those_of_the_language_come_in(
    opened: Any, house: House, visit: Visit, path: str
) -> None:
    german = make_user("german", make_group("g", languages={"de": list(Action)}))
    address = f"/admin/translations/{opened.pk}/{path}"
    answers = [
        visit(user).get(address, headers=ASYNC).status_code
        for user in (german, make_editor(house.home))
    ]
    assert answers == [403, 403]
    outside = Client().get(address)
    assert (outside.status_code, outside["location"]) == (
        302,
        f"/admin/login/?next={address}",
    )


def test_without_script_a_stranger_is_sent_to_the_start_with_a_word(
    opened: Any, house: House, visit: Visit, soup: Soup
) -> None:
    response = editor(visit(make_editor(house.home)), opened, follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    assert words(soup(response), ".messages > ul > li") == [
        "Sorry, you do not have permission to access this area. Go to the first error"
    ]


@pytest.mark.parametrize("path", ["", "release/", "preview/", "resume/", "texts/1/"])
def test_an_unknown_translation_is_not_found(desk: Client, path: str) -> None:
    assert desk.get(f"/admin/translations/999999/{path}").status_code in {404, 405}
    assert desk.post(f"/admin/translations/999999/{path}").status_code in {404, 405}


def test_the_strict_policy_goes_with_every_page_and_none_is_stored(
    desk: Client, opened: Any
) -> None:
    response = editor(desk, opened)
    assert (response["content-security-policy"], response["cache-control"]) == (
        POLICY,
        "private, no-store, max-age=0, no-cache, must-revalidate",
    )
    page = response.content.decode()
    assert ("<style" in page, " style=" in page, "javascript:" in page) == (False, False, False)


def test_files_from_another_host_are_named_in_the_policy(
    desk: Client, opened: Any, settings: Any
) -> None:
    settings.STATIC_URL = "https://files.example.org/static/"
    policy = editor(desk, opened)["content-security-policy"]
    assert "script-src 'self' https://files.example.org" in policy.split("; ")


def test_who_may_only_publish_reads(opened: Any, house: House, visit: Visit, soup: Soup) -> None:
    reader = make_user("reader", make_group("p", languages={"en": [Action.PUBLISH]}))
    page = soup(editor(visit(reader), opened))
    assert words(page, ".desk > .help-block p") == [
        "These texts can be read, not changed, for now: You may not translate into this language."
    ]
    assert all("readonly" in area.attrs for area in page.select("textarea"))
    assert page.select("button[name=keep], .desk-plain-save") == []
    assert words(page, "[data-desk-release]") == ["Release…"]


def test_who_may_not_publish_is_shown_no_release(desk: Client, opened: Any, soup: Soup) -> None:
    assert words(soup(editor(desk, opened)), "[data-desk-release]") == []


def test_a_reviewer_writes(opened: Any, house: House, visit: Visit, soup: Soup) -> None:
    page = soup(editor(visit(make_reviewer("en")), opened))
    assert [area for area in page.select("textarea") if "readonly" in area.attrs] == []


def test_a_stopped_translation_is_read_and_can_be_resumed(
    desk: Client, opened: Any, soup: Soup
) -> None:
    type(opened).objects.filter(pk=opened.pk).update(enabled=False)
    page = soup(editor(desk, opened))
    (hindrance,) = page.select(".desk > .help-block")
    assert words(hindrance, "p")[0] == (
        "These texts can be read, not changed, for now: "
        "Its translation was stopped; resume it first."
    )
    (button,) = hindrance.select("button")
    (form,) = page.select(f"form#{button['form']}")
    assert form["action"] == f"/admin/translations/{opened.pk}/resume/"


def test_a_locked_target_is_read(
    desk: Client, opened: Any, publisher: Any, complete: Any, soup: Soup
) -> None:
    complete(opened)
    target = release.release(opened, publisher)
    target.locked, target.locked_by = True, publisher
    target.save()
    assert words(soup(editor(desk, opened)), ".desk > .help-block p")[0] == (
        "These texts can be read, not changed, for now: It is locked by publisher."
    )


def test_links_to_what_is_public(
    desk: Client, opened: Any, publisher: Any, complete: Any, soup: Soup
) -> None:
    assert words(soup(editor(desk, opened)), ".desk-links a") == [
        "Original (opens in a new tab)",
        "Preview (opens in a new tab)",
    ]
    complete(opened)
    target = release.release(opened, publisher)
    page = soup(editor(desk, opened))
    assert [link["href"] for link in page.select(".desk-links a")] == [
        "/de/programm/was-ist-verwaltung/",
        target.get_url(),
        f"/admin/translations/{opened.pk}/preview/",
    ]
    assert words(page, ".desk-voices .desk-state") == ["live"]


def test_a_snippet_that_nobody_opened_can_be_opened_from_here(
    desk: Client, session: Any, en: Locale, soup: Soup
) -> None:
    drafting.open_translations([session], en, related=False)
    opened = localize.translations_of([session.translation_key], en).get()
    page = soup(editor(desk, opened))
    assert words(page, ".desk-related__name") == [
        "Speaker Ada Beispiel",
        "Format Podium",
        "Track Staat",
    ]
    (button, *_) = page.select(".desk-related button")
    (form,) = page.select(f"form#{button['form']}")
    data = {"within": form.select_one("[name=within]")["value"]}
    response = desk.post(form["action"], data, follow=True)
    assert response.redirect_chain == [(f"/admin/translations/{opened.pk}/", 302)]
    assert words(soup(response), ".desk-document__title") == [
        "Session",
        "Speaker Ada Beispiel",
        "Belongs to this page",
    ]


def test_a_snippet_of_two_places_is_shown_once(
    house: House, desk: Client, en: Locale, soup: Soup
) -> None:
    speaker = make_speaker("Ada", position="Leiterin")
    portrait = {"type": "portrait", "value": {"speaker": speaker.pk, "role": ""}, "id": "p"}
    page = make_session(house.programme, people=[speaker], body=[portrait])
    drafting.open_translations([page], en)
    opened = localize.translations_of([page.translation_key], en).get()
    assert words(soup(editor(desk, opened)), ".desk-document__title") == ["Session", "Speaker Ada"]


def test_an_outdated_text_tells_the_words_that_changed_and_the_structure_in_sentences(
    desk: Client, opened: Any, session: Any, publisher: Any, complete: Any,
    publish_changed: Any, soup: Soup,
) -> None:  # fmt: skip
    complete(opened)
    release.release(opened, publisher)
    (text,) = (dict(block) for block in session.body.raw_data)
    text["value"] = text["value"].replace("Zweitens", "Zweitens und drittens")
    value = {"quote": "Neue Worte.", "author": "", "role": ""}
    quote = {"type": "quote", "value": value, "id": "q"}
    publish_changed(session, [text, quote])
    page = soup(editor(desk, opened, data={"show": "outdated"}))
    (changed,) = page.select(".desk-segment:not([data-out])")
    assert (words(changed, ".desk-changed del"), words(changed, ".desk-changed ins")) == (
        [],
        ["added: und drittens"],
    )
    assert words(changed, "textarea") == ["Zweitens"]
    assert words(changed, "button[name=accept]") == ["Still right (List item 2)"]
    assert words(page, ".desk-changes li") == ["New: Quote “Neue Worte.”."]


def test_what_was_filled_in_says_so_and_is_confirmed(
    desk: Client, opened: Any, filled: Any, rows: Any, soup: Soup
) -> None:
    row = filled("Erstens", "First")
    page = soup(editor(desk, opened))
    (one,) = page.select("[data-state=filled]")
    assert words(one, ".desk-message") == ["From memory, 100 %, please look."]
    (button,) = one.select("button[name=confirm]")
    assert words(page, ".desk-filter a[data-show=filled]") == ["Filled in 1"]
    fields = {i["name"]: i["value"] for i in one.select("input[type=hidden]")}
    fields[f"text-{button['value']}"] = "First"
    desk.post(f"/admin/translations/{opened.pk}/", fields | {"confirm": button["value"]})
    assert (rows(opened)["Erstens"].origin, row.origin) == ("", "memory")


def test_snippets_with_nothing_left_to_do_are_folded(
    desk: Client, opened: Any, complete: Any, soup: Soup
) -> None:
    assert soup(editor(desk, opened)).select(".desk-settled") == []
    complete(opened)
    page = soup(editor(desk, opened))
    assert words(page, ".desk-settled summary") == [
        "Translated, nothing has changed: show 2 texts",
        "Translated, nothing has changed: show the text",
        "Translated, nothing has changed: show the text",
    ]
    assert [link["href"] for link in page.select(".desk-settled__link a")] == [
        f"/admin/translations/{section['data-desk-document']}/"
        for section in page.select("[data-desk-document]")[1:]
    ]


def test_contents_tell_how_far_each_part_is(desk: Client, opened: Any, soup: Soup) -> None:
    page = soup(editor(desk, opened))
    assert words(page, ".desk-contents__object") == [
        "Session 0/6",
        "Ada Beispiel 0/2",
        "Podium 0/1",
        "Staat 0/1",
    ]
    assert words(page, ".desk-contents__block") == ["Title, Summary 0/2", "Text Worum es geht 0/4"]


def test_search_finds_in_original_and_translation(
    desk: Client, opened: Any, rows: Any, publisher: Any, soup: Soup
) -> None:
    nothing = drafting.version(None)
    drafting.save_segment(opened, rows(opened)["Zweitens"].id, "Lastly", nothing, publisher)
    for query, labels in (
        ("ERSTENS", ["List item 1"]),
        ("lastly", ["List item 2"]),
        ("nothing of the kind", []),
    ):
        page = soup(editor(desk, opened, data={"q": query}))
        assert words(page, ".desk-segment:not([data-out]) > .desk-label") == labels


@pytest.mark.parametrize(
    ("show", "current"), [("", "All 10"), ("missing", "Missing 10"), ("outdated", "Outdated 0"),
                          ("nonsense", "All 10")],
)  # fmt: skip
def test_the_filter_works_without_a_script(
    desk: Client, opened: Any, soup: Soup, show: str, current: str
) -> None:
    page = soup(editor(desk, opened, data={"show": show}))
    assert words(page, ".desk-filter [aria-current]") == [current]
    assert page.select_one(".desk")["data-show"] == show.replace("nonsense", "")


def test_budget_of_the_editor(
    house: House, en: Locale, visit: Visit, publisher: Any, complete: Any, publish_changed: Any,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = visit(publisher)
    partner = make_partner("Stiftung", description="Fördert.")
    hosted = {"type": "partner", "value": {"partner": partner.pk, "kind": "hosted"}, "id": "p"}

    shown = {"image": make_photo().pk, "alt_text": "Ein Saal", "decorative": False}
    pictured = {"type": "image", "value": {"image": shown}, "id": "i"}

    def prepared(paragraphs: int) -> Any:
        """A page that is live, was changed since, and names a snippet that nobody opened."""
        html = "".join(f"<p>Absatz {n} von {paragraphs}</p>" for n in range(paragraphs))
        page = make_session(
            house.programme,
            title=f"Mit {paragraphs}",
            people=[make_speaker(f"Ada {paragraphs}", position="Leiterin")],
            track=make_track(f"Reihe {paragraphs}"),
            format=make_format(f"Format {paragraphs}"),
            body=[*body(text_html=html), pictured],
        )
        drafting.open_translations([page], en)
        translation = localize.translations_of([page.translation_key], en).get()
        complete(translation)
        release.release(translation, publisher)
        text, picture = (dict(block) for block in page.body.raw_data)
        text["value"] = text["value"].replace("Absatz", "Abschnitt")
        publish_changed(page, [text, picture, hosted])
        return translation

    few, many = prepared(2), prepared(55)
    editor(client, few)
    for translation, texts in ((few, 7), (many, 60)):
        with django_assert_max_num_queries(25):
            page = BeautifulSoup(editor(client, translation).content, "html.parser")
        assert len(page.select("textarea")) == texts
        assert len(page.select(".desk-related li")) == len(page.select(".desk-pictures")) == 1
