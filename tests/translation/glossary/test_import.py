"""Taking terms: looked at whole, written whole, the same file twice changes nothing."""

from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from sessions_app.translation import glossary
from sessions_app.translation.exchange import glossary_csv
from sessions_app.translation.exchange.lines import Problem, Reading
from sessions_app.translation.glossary import importing
from sessions_app.translation.models import GlossaryTerm
from sessions_app.translation.refusal import Refusal

pytestmark = pytest.mark.django_db

FILE = """source,target,status,domain
Antrag,application,,Verfahren
Antrag,motion,forbidden,Verfahren
Jobcenter,,keep,
"""


def planned(text: str, user=None, source="de", target="en") -> importing.Plan:
    return importing.plan(glossary_csv.read(text.encode()), user, source, target)


def stored() -> list[tuple[str, ...]]:
    return list(GlossaryTerm.objects.values_list("source", "target", "status", "domain"))


def test_a_file_taken_twice_changes_nothing(house):
    importing.take(planned(FILE))
    expected = [
        ("Antrag", "application", "approved", "Verfahren"),
        ("Antrag", "motion", "forbidden", "Verfahren"),
        ("Jobcenter", "Jobcenter", "keep", ""),
    ]
    assert stored() == expected
    again = planned(FILE)
    assert (again.new, again.changed, again.same, again.problems) == ([], [], 3, [])
    assert not again.may_be_taken
    importing.take(again)
    assert stored() == expected


def test_what_a_file_does_not_say_stays(make_term):
    make_term("Antrag", "application", status="approved", domain="Verfahren", definition="Bitte")
    (change,) = planned("source,target,domain\nAntrag,application,Recht\n").changed
    assert change[1] == {"domain": ("Verfahren", "Recht")}
    # A status cannot be emptied, a domain can.
    (change,) = planned("source,target,status,domain\nAntrag,application,,\n").changed
    assert change[1] == {"domain": ("Verfahren", "")}


def test_the_history_tells_of_an_import(make_term, people):
    make_term("Antrag", "application")
    text = "source,target,domain\nAntrag,application,Recht\nAmt,office,\n"
    importing.take(planned(text), people["publisher"])
    entries = ModelLogEntry.objects.order_by("pk")
    assert [(entry.label, entry.action, entry.user.username) for entry in entries] == [
        ("Amt → office", "wagtail.create", "publisher"),
        ("Antrag → application", "sessions_translation.term_edit", "publisher"),
    ]
    assert entries[1].message == "Domain: “” → “Recht”"
    assert entries[0].uuid == entries[1].uuid is not None


def test_the_desk_sees_what_was_taken(house, make_term):
    assert len(glossary.terms("de", "en")) == 0
    importing.take(planned(FILE))
    assert len(glossary.terms("de", "en")) == 2
    before = GlossaryTerm.objects.get(target="motion")
    GlossaryTerm.objects.update(updated_at=datetime(2000, 1, 1, tzinfo=UTC))
    importing.take(planned("source,target,definition\nAntrag,motion,Nur im Parlament\n"))
    after = GlossaryTerm.objects.get(target="motion")
    assert after.updated_at > before.updated_at
    (hit,) = glossary.terms("de", "en").find("Antrag")
    assert [entry.definition for entry in hit.entries] == ["", "Nur im Parlament"]


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        ("Amt,", ["Translation: Only what is not to be translated has no translation."]),
        (",office", ["Term: This field cannot be blank."]),
        ("Amt,Amt", ["Status: What stays as it is has the status “do not translate”."]),
        ("Amt,…", ["Translation: A translation has letters or digits."]),
        (
            f"{'x' * 256},office",
            ["Term: Ensure this value has at most 255 characters (it has 256)."],
        ),
        ("Amt,office,allowed", ["Status: Value “allowed” is not a valid choice."]),
        ("Amt,office,,xx", ["Source language: the site has no language “xx”."]),
        ("Amt,office,,en", ["Target language: Source and target are the same language."]),
        ("Amt,office,,,de", ["Target language: Source and target are the same language."]),
        ("Pause,break", ["The same term stands at 2 already."]),
    ],
)
def test_problems_stand_with_their_line(line, problems, house):
    text = f"source,target,status,source_language,target_language\nPause,break\n{line}\n"
    found = planned(text)
    assert [problem.number for problem in found.problems] == [3] * len(problems)
    said = [problem.message.replace("'", "“", 1).replace("'", "”", 1) for problem in found.problems]
    assert said == problems
    with pytest.raises(Refusal, match=r"^Nothing was taken: there are problems in the file\.$"):
        importing.take(found)
    assert stored() == []


def test_languages_that_nobody_names(house):
    found = planned("source,target\nAmt,office\n", source="", target="")
    assert [problem.message for problem in found.problems] == [
        "Source language: is not named.",
        "Target language: is not named.",
    ]


def test_regions_that_the_site_does_not_have_count_as_their_language(house):
    found = planned(
        "source,target,source_language,target_language\nAmt,office,de-AT,en_GB\n", source=""
    )
    (term,) = found.new
    assert (term.source_language, term.target_language) == ("de", "en")


def test_nobody_writes_terms_of_a_language_that_is_not_theirs(people):
    text = "source,target,source_language,target_language\nAmt,office,de,en\noffice,Amt,en,de\n"
    assert planned(text, people["publisher"]).problems == [
        Problem(3, "You may not change the glossary into “de”.")
    ]
    assert len(planned(text, people["translator"]).problems) == 2
    assert planned(text, people["admin"]).problems == []


def test_somebody_writes_the_same_term_meanwhile(make_term):
    found = planned(FILE)
    make_term("Jobcenter", status="keep")
    with pytest.raises(Refusal, match="somebody changed the glossary meanwhile"):
        importing.take(found)
    assert stored() == [("Jobcenter", "Jobcenter", "keep", "")]


@pytest.mark.parametrize("number", [1, 60])
def test_costs_are_the_same_for_any_number(number, house, django_assert_num_queries):
    lines = "".join(f"Wort {one},word {one}\n" for one in range(number))
    reading = glossary_csv.read(f"source,target\n{lines}".encode())
    with django_assert_num_queries(1):
        found = importing.plan(reading, None, "de", "en")
    ContentType.objects.get_for_model(GlossaryTerm)
    with django_assert_num_queries(4):
        importing.take(found)
    assert GlossaryTerm.objects.count() == number


def test_nothing_to_read(house):
    assert importing.plan(Reading()) == importing.Plan([], [], 0, 0, [])
