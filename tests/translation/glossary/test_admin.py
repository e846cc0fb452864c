"""The glossary in the admin: who sees what, what is said of wrong input, what the history keeps."""

import io
from collections.abc import Mapping
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from sessions_app.translation.models import GlossaryTerm

from ..endpoints import browser

pytestmark = pytest.mark.django_db

FORM = {
    "source_language": "de",
    "target_language": "en",
    "source": "Antrag",
    "target": "application",
    "status": "approved",
    "part_of_speech": "noun",
    "domain": "",
    "definition": "",
    "source_note": "",
    "target_note": "",
}


def at(name: str, *args: Any) -> str:
    return reverse(f"sessions_glossary:{name}", args=args)


def told(response: Any) -> list[str]:
    """What the page says in its messages."""
    return [str(message).strip() for message in response.context["messages"]]


def errors(response: Any) -> dict[str, list[str]]:
    """What is wrong with the fields of the form, in English."""
    with override("en"):
        found = response.context["form"].errors.get_json_data()
    return {name: [one["message"] for one in said] for name, said in found.items()}


def table(response: Any) -> list[list[str]]:
    """The cells of the list."""
    rows = BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")
    return [[next(cell.stripped_strings, "") for cell in row.select("td")] for row in rows]


def english(user: Any) -> Client:
    """A browser of ``user``, to whom the admin speaks English."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    return browser(user)


@pytest.fixture
def publisher(people: Mapping[str, Any]) -> Client:
    return english(people["publisher"])


def test_the_list_shows_terms_of_the_reader_s_languages_alone(house, people, make_term):
    make_term("Antrag", "application", domain="Verfahren")
    make_term("application", "Antrag", source_language="en", target_language="de")
    response = english(people["translator"]).get(at("index"))
    (row,) = table(response)
    assert row[:6] == ["Antrag", "application", "approved", "noun", "Verfahren", "de → en"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    number, publisher, make_term, django_assert_num_queries
):
    publisher.get(at("index"))
    for one in range(number):
        make_term(f"Wort {one}", f"word {one}")
    with django_assert_num_queries(12):
        response = publisher.get(at("index"))
    assert len(table(response)) == number


def test_search_and_filters(publisher, make_term):
    make_term("Antrag", "application", domain="Verfahren")
    make_term("Antrag", "motion", status="forbidden", domain="Verfahren")
    make_term("Pause", "break", domain="Konferenz", definition="Zeit zwischen zwei Anträgen")

    def shown(**query: str) -> list[tuple[str, str]]:
        return [(row[0], row[1]) for row in table(publisher.get(at("index"), query))]

    assert shown(q="motion") == [("Antrag", "motion")]
    assert shown(q="zwischen") == [("Pause", "break")]
    assert shown(status="forbidden") == [("Antrag", "motion")]
    assert shown(domain="Konferenz") == [("Pause", "break")]
    assert shown(target_language="de") == []


def test_a_term_is_written_changed_and_deleted_with_its_history(publisher):
    publisher.post(at("add"), FORM)
    term = GlossaryTerm.objects.get()
    assert (term.source, term.target, term.status) == ("Antrag", "application", "approved")
    publisher.post(at("edit", term.pk), FORM | {"target": "request", "domain": "Verfahren"})
    history = publisher.get(at("history", term.pk)).content.decode()
    assert "Translation: “application” → “request”; Domain: “” → “Verfahren”" in history
    publisher.post(at("delete", term.pk))
    assert not GlossaryTerm.objects.exists()
    actions = ModelLogEntry.objects.order_by("pk").values_list("action", "user__username")
    assert list(actions) == [
        ("wagtail.create", "publisher"),
        ("sessions_translation.term_edit", "publisher"),
        ("wagtail.delete", "publisher"),
    ]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"target": ""}, "target", "Only what is not to be translated has no translation."),
        (
            {"target": "", "status": "forbidden"},
            "target",
            "Only what is not to be translated has no translation.",
        ),
        ({"source": "—"}, "source", "A term has letters or digits."),
        ({"target": "…"}, "target", "A translation has letters or digits."),
        (
            {"target": "Antrag"},
            "status",
            "What stays as it is has the status “do not translate”.",
        ),
        (
            {"source_language": "en"},
            "target_language",
            "Source and target are the same language.",
        ),
        (
            {"target_language": "de", "source_language": "en"},
            "target_language",
            "Select a valid choice. de is not one of the available choices.",
        ),
        (
            {"source": "Amt", "target": "office"},
            None,
            "This translation of the term is there already.",
        ),
    ],
)
def test_wrong_input_is_said_plainly(changes, field, message, publisher, make_term):
    make_term("Amt", "office")
    response = publisher.post(at("add"), FORM | changes)
    assert errors(response)[field or "__all__"] == [message]
    assert GlossaryTerm.objects.count() == 1


def test_what_is_not_translated_is_its_own_translation(publisher):
    publisher.post(at("add"), FORM | {"status": "keep", "target": ""})
    assert GlossaryTerm.objects.get().target == "Antrag"


def test_who_may_not_change_a_term_has_no_way_to_its_form(people, make_term):
    make_term("Antrag", "application")
    page = BeautifulSoup(browser(people["translator"]).get(at("index")).content, "html.parser")
    links = {a["href"].split("?")[0] for a in page.select("main a[href]")}
    assert at("inspect", GlossaryTerm.objects.get().pk) in links
    assert not links & {at("edit", GlossaryTerm.objects.get().pk), at("add"), at("import")}


def test_wagtail_s_exports(publisher, make_term):
    make_term("Antrag", "application", domain="Verfahren")
    response = publisher.get(at("index"), {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(response.getvalue())).active
    assert [[cell.value or "" for cell in row] for row in sheet.rows][1] == [
        "de",
        "en",
        "Antrag",
        "application",
        "noun",
        "approved",
        "Verfahren",
        "",
        "",
        "",
    ]


def test_files_out(publisher, make_term):
    make_term("Antrag", "application")
    rows = publisher.get(at("export_csv"))
    assert rows["Content-Disposition"] == 'attachment; filename="glossary.csv"'
    assert rows.getvalue().decode("utf-8-sig").splitlines()[1] == (
        "de,en,Antrag,application,noun,approved,,,,"
    )
    tbx = publisher.get(at("export_tbx"))
    assert tbx["Content-Disposition"] == 'attachment; filename="glossary.tbx"'
    assert tbx.content.count(b"<termEntry ") == 1


def sent(client: Client, content: str | bytes, name: str = "terms.csv", **fields: str) -> Any:
    file = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    languages = {"source_language": "de", "target_language": "en"}
    return client.post(at("import"), {"file": file, **languages, **fields})


def taken(client: Client, response: Any) -> Any:
    """Press the button of the preview."""
    soup = BeautifulSoup(response.content, "html.parser")
    fields = soup.select(".desk-terms__plan form input[name]")
    return client.post(at("import"), {one["name"]: one["value"] for one in fields}, follow=True)


def test_a_file_is_looked_at_then_taken(publisher, make_term):
    make_term("Amt", "office")
    make_term("Pause", "break")
    text = "source;target;domain\nAmt;office;Behörden\nPause;break;\nAntrag;application;Verfahren\n"
    response = sent(publisher, text)
    soup = BeautifulSoup(response.content, "html.parser")
    counts = [" ".join(one.get_text().split()) for one in soup.select(".desk-terms__counts li")]
    assert counts == ["1 new term", "1 changed term", "1 as it was", "0 problems"]
    assert GlossaryTerm.objects.count() == 2
    response = taken(publisher, response)
    assert response.redirect_chain == [(at("index"), 302)]
    assert told(response) == ["1 term added. 1 term changed."]
    rows = GlossaryTerm.objects.values_list("source", "target", "domain")
    assert set(rows) == {
        ("Amt", "office", "Behörden"),
        ("Pause", "break", ""),
        ("Antrag", "application", "Verfahren"),
    }
    again = BeautifulSoup(sent(publisher, text).content, "html.parser")
    assert "The glossary says all of this already." in again.get_text()


def test_nothing_is_taken_while_a_line_is_wrong(publisher, house):
    response = sent(publisher, "source,target\nAntrag,application\nAmt,\n")
    soup = BeautifulSoup(response.content, "html.parser")
    cells = [one.get_text() for one in soup.select(".desk-terms__table td")][:2]
    assert cells == [
        "3",
        "Translation: Only what is not to be translated has no translation.",
    ]
    assert soup.select(".desk-terms__plan form") == []
    assert not GlossaryTerm.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.csv", "The submitted file is empty."),
        (b"\n", "a.csv", "The file is empty."),
        (
            b"source,target\nAmt,office\n",
            "a.pdf",
            "The file is neither CSV (.csv) nor TBX (.tbx, .xml).",
        ),
        (b"\xff\xfe", "a.csv", "The file is not a table in UTF-8. Save it as “CSV UTF-8”."),
        (b"<a/>", "a.tbx", "The file is not TBX: it begins with “a”."),
        (b"x" * 1_000_001, "a.csv", "The file is too large."),
    ],
)
def test_a_file_that_cannot_be_read(content, name, message, publisher, house):
    response = sent(publisher, content, name)
    assert response.status_code == 422
    assert errors(response) == {"file": [message]}


def test_a_file_that_was_changed_on_the_way(publisher, house):
    form = {"source_language": "de", "target_language": "en", "name": "a.csv", "content": "§"}
    response = publisher.post(at("import"), form, follow=True)
    assert told(response) == ["The file did not arrive whole."]


def test_a_file_of_another_language(publisher, house):
    response = sent(
        publisher, "source,target\napplication,Antrag\n", source_language="en", target_language="de"
    )
    (problem,) = response.context["problems"]
    assert problem.message == "You may not change the glossary into “de”."


def test_the_import_runs_under_the_desk_s_strict_policy(publisher, house):
    policy = publisher.get(at("import"))["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_texts_of_the_list_say_in_which_language_they_are(publisher, make_term):
    make_term("Antrag", "application")
    page = BeautifulSoup(publisher.get(at("index")).content, "html.parser")
    texts = page.select("table.listing [lang]")
    assert [(one["lang"], one.get_text(strip=True)) for one in texts] == [
        ("de", "Antrag"),
        ("en", "application"),
    ]
