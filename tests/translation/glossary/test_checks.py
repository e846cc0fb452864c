"""The glossary's two checks: what they let pass, and what they find."""

from typing import Any

import pytest

from sessions_app.translation.checks import Pair, Severity, registry, run
from sessions_app.translation.words.terminology import FORBIDDEN, KEEP, Entry, Index

INDEX = Index(
    [
        Entry("Antrag", "application"),
        Entry("Antrag", "motion", FORBIDDEN),
        Entry("Sozialhilfe", "social assistance"),
        Entry("Sozialhilfe", "welfare", FORBIDDEN),
        Entry("Sozialhilfe", "assistance", FORBIDDEN),
        Entry("Bescheid", "decision"),
        Entry("Bescheid", "notice"),
        Entry("Jobcenter", "Jobcenter", KEEP),
        Entry("SGB", "SGB", KEEP),
        Entry("Beratung", "advice"),
    ],
    "de",
    "en",
)

# Check, whether it is content, German, English, details of what it finds.
TABLE: list[tuple[str, str, str, list[str]]] = [
    ("term_missing", "Der Antrag liegt vor.", "The application is here.", []),
    ("term_missing", "Anträge liegen vor.", "Applications are here.", []),
    ("term_missing", "Ein Bescheid kommt.", "A notice is coming.", []),
    ("term_missing", "Ein <b>Bescheid</b> kommt.", "A de<b>cision</b> is coming.", []),
    ("term_missing", "Der Beratungsbus fährt.", "The bus is running.", []),
    ("term_missing", "Im Jobcenter", "At the employment office", ["Jobcenter"]),
    ("term_missing", "Wir raten zu.", "Go ahead.", []),
    ("term_missing", "Der Antrag liegt vor.", "The form is here.", ["Antrag"]),
    ("term_missing", "Ein Bescheid kommt.", "A letter is coming.", ["Bescheid"]),
    ("term_missing", "Rentenbescheide und Anträge", "Letters and forms", ["Bescheid", "Antrag"]),
    ("term_missing", "Sozialhilfe", "social help", ["Sozialhilfe"]),
    ("term_forbidden", "Der Antrag liegt vor.", "The application is here.", []),
    ("term_forbidden", "Sozialhilfe", "social assistance", []),
    ("term_forbidden", "Im Jobcenter", "At the Jobcenter", []),
    ("term_forbidden", "Zwei Jobcentern nach dem SGB", "Two Jobcenters under the SGB", []),
    ("term_forbidden", "Bewegung", "motion", []),
    ("term_forbidden", "Der Antrag liegt vor.", "The motion is here.", ["motion"]),
    ("term_forbidden", "Sozialhilfe", "welfare assistance", ["assistance", "welfare"]),
    ("term_forbidden", "Anträge auf Sozialhilfe", "motions for social assistance", ["motion"]),
    ("term_forbidden", "Im Jobcenter", "At the employment office", []),
    ("term_missing", "nach SGB", "under Sgb", ["SGB"]),
]


def findings(source: str, target: str, **more: Any) -> list[Any]:
    terms = tuple(hit.term for hit in INDEX.find(source))
    checks = [registry()["term_missing"], registry()["term_forbidden"]]
    return run(Pair(source, target, "de", "en", terms=terms, **more), checks)


@pytest.mark.parametrize(("check", "source", "target", "details"), TABLE)
def test_table(check, source, target, details):
    found = [one.detail for one in findings(source, target) if one.check == check]
    assert sorted(found) == sorted(details)


@pytest.mark.parametrize("check", ["term_missing", "term_forbidden"])
def test_the_table_has_enough_of_each(check):
    good = [row for row in TABLE if row[0] == check and not row[3]]
    bad = [row for row in TABLE if row[0] == check and row[3]]
    assert len(good) >= 3
    assert len(bad) >= 3


def test_what_people_read():
    found = findings("Der Antrag an das Jobcenter", "The motion to the office")
    assert [(one.severity, one.message) for one in found] == [
        (Severity.ERROR, "The glossary rules out “motion” for “Antrag”."),
        (Severity.WARNING, "The glossary says “application” for “Antrag”."),
        (Severity.WARNING, "“Jobcenter” is not to be translated."),
    ]


def test_several_translations_are_all_named():
    (found,) = findings("Bescheid", "letter")
    assert found.message == "The glossary says “decision / notice” for “Bescheid”."


def test_a_text_kept_as_it_is_is_left_alone():
    assert findings("Antrag", "Antrag", kept=True) == []


def test_into_german():
    index = Index([Entry("administration", "Verwaltung")], "en", "de")
    terms = tuple(hit.term for hit in index.find("two administrations"))
    check = [registry()["term_missing"]]
    assert run(Pair("", "zwei Sozialverwaltungen", "en", "de", terms=terms), check) == []
    assert len(run(Pair("", "zwei Ämter", "en", "de", terms=terms), check)) == 1
