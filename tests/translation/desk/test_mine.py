"""My desk: what is mine, what I may approve, what came back, what is free; taking and giving."""

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from sessions_app.models import SessionPage
from sessions_app.translation import assigning, drafting, localize, release, review
from sessions_app.translation.models import (
    Action,
    Assignment,
    BulkJob,
    Notice,
    PublicationRules,
)
from sessions_app.translation.refusal import Refusal
from tests.factories import (
    House,
    body,
    make_editor,
    make_group,
    make_reviewer,
    make_session,
    make_translator,
    make_user,
    slot,
)
from tests.translation.desk.test_editor import POLICY, words

Visit = Callable[[Any], Client]
Soup = Callable[[Any], BeautifulSoup]
MINE = "/admin/translations/mine/"
Priority = Assignment.Priority


@pytest.fixture
def translator(house: House) -> Any:
    return make_translator("en", "tara")


@pytest.fixture
def make_work(house: House, en: Locale) -> Callable[..., Any]:
    """``make_work(title)``: a session opened for translation into English."""

    def make(title: str, **fields: Any) -> Any:
        page = make_session(house.programme, title=title, body=body(), **fields)
        drafting.open_translations([page], en)
        return localize.translations_of([page.translation_key], en).get()

    return make


def part(page: BeautifulSoup, name: str) -> list[str]:
    """Titles in the list of that name, or what is said in its place."""
    section = page.select_one(f"section[aria-labelledby=desk-mine-{name}]")
    assert section is not None
    return words(section, ".desk-mine__title") or words(section, ".desk-mine__empty")


def message(response: Any) -> str:
    return [str(one).strip() for one in get_messages(response.wsgi_request)][-1]


class TestAssigned:
    def test_by_date_then_priority_then_start(
        self, translator: Any, make_work: Any, visit: Visit, soup: Soup
    ) -> None:
        today = timezone.localdate()
        soon = timezone.now() + timedelta(days=3)
        later = soon + timedelta(days=1)
        wanted: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
            ("Ohne alles", {}, {}),
            ("Ohne Tag, beginnt", {"slots": [slot(start=soon)]}, {}),
            ("Morgen, niedrig", {}, {"due": today + timedelta(days=1), "priority": 1}),
            (
                "Morgen, beginnt später",
                {"slots": [slot(start=later)]},
                {"due": today + timedelta(days=1)},
            ),
            (
                "Morgen, beginnt bald",
                {"slots": [slot(start=soon)]},
                {"due": today + timedelta(days=1)},
            ),
            ("Morgen, hoch", {}, {"due": today + timedelta(days=1), "priority": 3}),
            ("Heute", {}, {"due": today, "instruction": "Bitte <b>bald</b>"}),
        ]
        for title, fields, terms in wanted:
            assigning.assign([make_work(title, **fields)], translator, translator, **terms)
        overdue = make_work("Gestern")
        assigning.assign([overdue], translator, translator)
        Assignment.objects.filter(translation=overdue).update(due=today - timedelta(days=1))
        page = soup(visit(translator).get(MINE))
        assert part(page, "assigned") == [
            "Gestern", "Heute", "Morgen, hoch", "Morgen, beginnt bald", "Morgen, beginnt später",
            "Morgen, niedrig", "Ohne Tag, beginnt", "Ohne alles",
        ]  # fmt: skip
        dates = [
            words(item, ".desk-mine__facts:nth-of-type(2) span")
            for item in page.select("li.desk-mine__item")
        ]
        assert [one[:1] for one in dates][:3] == [
            [f"Overdue since {overdue.assignment.due:%m/%d/%Y}"],
            ["Due today"],
            [f"Due {today + timedelta(days=1):%m/%d/%Y}"],
        ]
        assert words(page, ".desk-comment") == ["Bitte <b>bald</b>"]

    def test_what_is_done_is_not_listed(
        self, translator: Any, make_work: Any, complete: Any, publisher: Any, visit: Visit,
        soup: Soup,
    ) -> None:  # fmt: skip
        work = make_work("Fertig")
        assigning.assign([work], translator, translator)
        complete(work)
        assert part(soup(visit(translator).get(MINE)), "assigned") == ["Fertig"]
        release.release(work, publisher)
        assert part(soup(visit(translator).get(MINE)), "assigned") == [
            "Nothing is assigned to you. See how far everything is"
        ]

    def test_nobody_else_sees_it(
        self, translator: Any, make_work: Any, visit: Visit, soup: Soup
    ) -> None:
        assigning.assign([make_work("Ihres")], translator, translator)
        page = soup(visit(make_translator(name="other")).get(MINE))
        assert (part(page, "assigned"), part(page, "free")) == (
            ["Nothing is assigned to you. See how far everything is"],
            ["Everything that is open for translation is done, or somebody has it."],
        )


class TestReviews:
    def test_to_review_and_what_four_eyes_keep_away(
        self, translator: Any, make_work: Any, complete: Any, visit: Visit, soup: Soup
    ) -> None:
        reviewer = make_reviewer()
        works = {title: make_work(title) for title in ("Fremdes", "Eigenes")}
        for work in works.values():
            complete(work)
        row = localize.segment_rows([works["Eigenes"]])[works["Eigenes"].pk][0]
        drafting.save_segment(
            works["Eigenes"], row.id, "Mine", drafting.version(row.target), reviewer
        )
        for work in works.values():
            review.submit(work, translator)
        page = soup(visit(reviewer).get(MINE))
        said = ".desk-mine__note, .desk-mine__step a"
        told = [
            (words(item, ".desk-mine__title")[0], words(item, said))
            for item in page.select("section[aria-labelledby=desk-mine-review] li")
        ]
        assert told == [
            ("Fremdes", ["Review Fremdes"]),
            (
                "Eigenes",
                [
                    "You have translated some of these texts: somebody else approves them.",
                    "See where it stands Eigenes",
                ],
            ),
        ]
        PublicationRules(four_eyes=False).save()
        assert soup(visit(reviewer).get(MINE)).select(".desk-mine__note") == []
        # Who translates sees none of it, nor is it free to take.
        page = soup(visit(translator).get(MINE))
        assert page.select("#desk-mine-review") == []
        assert part(page, "free") == [
            "Everything that is open for translation is done, or somebody has it."
        ]

    def test_what_came_back_with_the_comment_until_it_is_submitted_again(
        self, translator: Any, make_work: Any, complete: Any, visit: Visit, soup: Soup
    ) -> None:
        reviewer, work = make_reviewer(), make_work("Zurück")
        complete(work)
        for comment in ("Der Titel!", "Immer noch <i>nicht</i>"):
            review.submit(work, translator)
            review.send_back(work, reviewer, comment)
        page = soup(visit(translator).get(MINE))
        assert (part(page, "returned"), words(page, ".desk-comment")) == (
            ["Zurück"],
            ["Immer noch <i>nicht</i>"],
        )
        assert part(soup(visit(reviewer).get(MINE)), "returned") == [
            "Nothing that you submitted was sent back. What a reviewer wants to have changed is "
            "listed here."
        ]
        review.submit(work, translator)
        assert part(soup(visit(translator).get(MINE)), "returned") != ["Zurück"]
        assert part(soup(visit(reviewer).get(MINE)), "review") == ["Zurück"]


class TestTaking:
    def test_one_click_and_back(
        self, translator: Any, make_work: Any, visit: Visit, soup: Soup, house: House
    ) -> None:
        work = make_work("Frei")
        make_session(house.programme, title="Nicht offen")
        client = visit(translator)
        page = soup(client.get(MINE))
        assert part(page, "free") == ["Frei"]
        assert words(page, ".desk-mine__missing a") == [
            "1 original has no translation into English yet"
        ]
        address = f"/admin/translations/{work.pk}/claim/"
        taken = client.post(address, {"back": "mine"})
        assert (taken.status_code, taken["location"], message(taken)) == (
            302,
            MINE,
            "“Frei” is yours now.",
        )
        assert Assignment.objects.get().assignee == translator
        assert part(soup(client.get(MINE)), "assigned") == ["Frei"]
        given = client.post(address, {"back": "mine", "give_back": "1"})
        assert message(given) == "“Frei” is free for others now."
        assert Assignment.objects.count() == 0
        assert message(client.post(address, {"give_back": "1"})) == "It is not assigned to you."
        # Nobody writes to people about what they did themselves.
        assert Notice.objects.count() == 0

    def test_whoever_comes_too_late_is_told_who_has_it(
        self, translator: Any, make_work: Any, visit: Visit
    ) -> None:
        work = make_work("Frei")
        assigning.claim(work, make_translator(name="Ada"))
        answer = visit(translator).post(f"/admin/translations/{work.pk}/claim/")
        assert (answer["location"], message(answer)) == (
            f"/admin/translations/{work.pk}/",
            "Ada has it already.",
        )
        assert Assignment.objects.get().assignee.username == "Ada"

    def test_the_editor_offers_it(
        self, translator: Any, make_work: Any, visit: Visit, soup: Soup
    ) -> None:
        work = make_work("Frei")
        client, address = visit(translator), f"/admin/translations/{work.pk}/"
        bar = soup(client.get(address)).select_one(".desk-assigned")
        assert bar is not None
        assert words(bar, "button, a") == ["I take it", "Assign…"]
        terms: dict[str, Any] = {"due": date(2031, 5, 3), "instruction": "Bitte kurz"}
        assigning.assign([work], translator, translator, **terms)
        page = soup(client.get(address))
        assert words(page, ".desk-assigned") == ["Assigned to tara, due 05/03/2031"]
        assert words(page, ".desk-instruction") == ["Instruction: Bitte kurz"]

    @pytest.mark.parametrize("stopped", [False, True])
    def test_who_may_not(
        self, translator: Any, make_work: Any, visit: Visit, stopped: bool
    ) -> None:
        work = make_work("Frei")
        person = translator if stopped else make_translator("de", "german")
        if stopped:
            type(work).objects.update(enabled=False)
        answer = visit(person).post(f"/admin/translations/{work.pk}/claim/")
        assert (answer["location"].startswith("/admin/translations/"), stopped) in {
            (True, True),
            (False, False),
        }
        assert Assignment.objects.count() == 0

    @pytest.mark.postgres
    @pytest.mark.django_db(transaction=True)
    def test_of_many_at_once_one_wins(self, make_work: Any, en: Locale) -> None:
        work = make_work("Frei")
        people = [make_translator(name=f"t{n}") for n in range(8)]
        start = Barrier(len(people))
        won, told = [], []

        def run(person: Any) -> None:
            start.wait()
            try:
                # A thread begins in the language of the settings.
                with translation.override("en"):
                    assigning.claim(localize.translation_by_pk(work.pk), person)
                won.append(person.username)
            except Refusal as refusal:
                told.append(str(refusal))
            finally:
                connection.close()

        threads = [Thread(target=run, args=(person,)) for person in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [Assignment.objects.get().assignee.username] == won
        assert told == [f"{won[0]} has it already."] * 7


class TestAssigning:
    @pytest.fixture
    def work(self, make_work: Any) -> Any:
        return make_work("Was ist Verwaltung?")

    def post(self, client: Client, work: Any, **sent: Any) -> Any:
        form = {"assignee": "", "due": "", "priority": "2", "instruction": ""} | sent
        return client.post(f"/admin/translations/{work.pk}/assign/", form)

    def test_the_form(self, translator: Any, work: Any, visit: Visit, soup: Soup) -> None:
        make_translator("de", "german")
        client = visit(translator)
        page = soup(client.get(f"/admin/translations/{work.pk}/assign/"))
        assert words(page, "#desk-assign-assignee option") == ["Nobody", "tara"]
        told = words(page, ".desk-assignment > p")[0]
        assert told.startswith("Deutsch → English: ")
        due = timezone.localdate() + timedelta(days=2)
        answer = self.post(
            client, work, assignee=translator.pk, due=due.isoformat(), priority="3",
            instruction=" Bitte kurz \r\nDanke ",
        )  # fmt: skip
        assert (answer["location"], message(answer)) == (
            f"/admin/translations/{work.pk}/",
            "“Was ist Verwaltung?” is assigned to tara.",
        )
        stored = Assignment.objects.get()
        assert (stored.assignee, stored.by, stored.due, stored.priority, stored.instruction) == (
            translator,
            translator,
            due,
            3,
            "Bitte kurz \nDanke",
        )
        page = soup(client.get(f"/admin/translations/{work.pk}/assign/"))
        field = page.select_one("#desk-assign-due")
        assert field is not None
        assert (field["value"], words(page, "option[selected]")) == (
            due.isoformat(),
            ["tara", "high"],
        )
        answer = self.post(client, work)
        assert message(answer) == "“Was ist Verwaltung?” is assigned to nobody now."
        assert Assignment.objects.count() == 0

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"assignee": "german"}, "This person may not translate into this language."),
            ({"assignee": "nonsense"}, "This person may not translate into this language."),
            ({"due": "2020-01-01"}, "This date is over."),
            ({"due": "31.12.2099"}, "Write the date as year-month-day, as in 2030-12-31."),
            ({"priority": "9"}, "Select a valid choice. 9 is not one of the available choices."),
            (
                {"instruction": "x" * 2001},
                "Ensure this value has at most 2000 characters (it has 2001).",
            ),
        ],
    )
    def test_what_cannot_be(
        self, translator: Any, work: Any, visit: Visit, soup: Soup, sent: dict[str, str], said: str
    ) -> None:
        german = make_translator("de", "german")
        if sent.get("assignee") == "german":
            sent = {"assignee": str(german.pk)}
        answer = self.post(visit(translator), work, **{"assignee": translator.pk} | sent)
        assert words(soup(answer), ".desk-assignment__error") == [said]
        assert (answer.status_code, Assignment.objects.count()) == (200, 0)

    def test_a_date_that_is_over_may_stay_for_the_same_person(
        self, translator: Any, work: Any
    ) -> None:
        assigning.assign([work], translator, translator, instruction="Alt")
        over = timezone.localdate() - timedelta(days=1)
        Assignment.objects.update(due=over)
        assigning.assign([work], translator, translator, due=over, instruction="Neu")
        assert Assignment.objects.get().instruction == "Neu"
        other = make_translator(name="other")
        with pytest.raises(Refusal):
            assigning.assign([work], other, translator, due=over)
        assert Assignment.objects.get().assignee == translator

    def test_terms_that_are_not_named(self, translator: Any, work: Any) -> None:
        due = timezone.localdate() + timedelta(days=2)
        assigning.assign([work], translator, translator, due=due, priority=3, instruction="Kurz")
        assert assigning.assign([work], translator, translator) == set()
        assert assigning.assign([work], translator, translator, priority=1) == {work.pk}
        stored = Assignment.objects.get()
        assert (stored.due, stored.priority, stored.instruction) == (due, 1, "Kurz")
        other = make_translator(name="other")
        assigning.assign([work], other, translator)
        stored.refresh_from_db()
        assert (stored.assignee, stored.due, stored.priority, stored.instruction) == (
            other,
            None,
            2,
            "",
        )
        with pytest.raises(Refusal):
            assigning.assign([work], other, translator, priority=7)
        with pytest.raises(Refusal):
            assigning.assign([work], other, translator, instruction="x" * 2001)

    def test_whoever_gets_it_is_told_once(self, translator: Any, work: Any) -> None:
        other = make_translator(name="other")
        due = timezone.localdate() + timedelta(days=2)
        for _round in range(2):
            assigning.assign([work], other, translator, due=due, instruction="Kurz")
        (notice,) = Notice.objects.all()
        assert (notice.to, notice.by, notice.kind, notice.values) == (
            other,
            translator,
            "assigned",
            {"due": due.isoformat(), "priority": 2, "comment": "Kurz"},
        )
        assigning.assign([work], translator, other)
        assigning.assign([work], other, translator)
        assert Notice.objects.filter(to=other).count() == 2

    @pytest.mark.parametrize("number", [1, 3, 30])
    def test_queries(
        self, translator: Any, make_work: Any, number: int,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        """Two rights, the lock, what is stored, wishes, assignments and notices, the savepoint."""
        works = [make_work(f"S {n}") for n in range(number)]
        other = make_translator(name="other")
        with django_assert_num_queries(9):
            assigning.assign(works, other, translator, priority=3)


class TestBulk:
    """Several at once, from the overview."""

    @pytest.fixture
    def items(self, make_work: Any) -> str:
        """Two sessions as the form of bulk actions names them."""
        pages = [localize.original_of(make_work(title)) for title in ("Eins", "Zwei")]
        content_type = ContentType.objects.get_for_model(SessionPage).pk
        return " ".join(f"{content_type}-{page.pk}" for page in pages if page)

    def start(self, client: Client, items: str, **sent: Any) -> Any:
        form = {"do": "assign", "language": "en", "items": items} | sent
        return client.post("/admin/translations/jobs/", form)

    def test_the_question(self, translator: Any, items: str, visit: Visit, soup: Soup) -> None:
        sent = {"do": "assign", "language": "en", "filters": "", "item": items.split()}
        page = soup(visit(translator).post("/admin/translations/jobs/plan/", sent))
        names = [field["name"] for field in page.select(".desk-job__form [name]")[4:]]
        assert names == ["assignee", "due", "priority", "instruction"]
        assert words(page, "[name=priority] option[selected]") == ["as it is, else normal"]
        told = words(page, ".desk-job__form > p")[1]
        assert told.endswith("words are left in all. What is left empty stays as it is.")

    def test_what_is_named_and_what_stays(self, translator: Any, items: str, visit: Visit) -> None:
        client, due = visit(translator), timezone.localdate() + timedelta(days=2)
        named = {"due": due.isoformat(), "priority": "3", "instruction": "Bitte kurz"}
        for sent in (named, {"instruction": "Doch lang"}):
            answer = self.start(client, items, assignee=translator.pk, **sent)
            client.post(answer["location"])
        found = Assignment.objects.values_list(
            "assignee__username", "due", "priority", "instruction"
        )
        assert list(found) == [("tara", due, 3, "Doch lang")] * 2

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"due": "2020-01-01"}, "This date is over."),
            ({"due": "nonsense"}, "Write the date as year-month-day, as in 2030-12-31."),
            ({"priority": "9"}, "Select a valid choice. 9 is not one of the available choices."),
            ({"assignee": "0"}, "This person may not translate into this language."),
        ],
    )
    def test_what_cannot_be(
        self, translator: Any, items: str, visit: Visit, sent: dict[str, str], said: str
    ) -> None:
        answer = self.start(visit(translator), items, **{"assignee": translator.pk} | sent)
        assert (message(answer), BulkJob.objects.count()) == (said, 0)

    def test_a_date_that_passed_before_the_work_began(
        self, translator: Any, items: str, visit: Visit, soup: Soup
    ) -> None:
        client, due = visit(translator), timezone.localdate()
        answer = self.start(client, items, assignee=translator.pk, due=due.isoformat())
        job = BulkJob.objects.get()
        job.options["due"] = (due - timedelta(days=1)).isoformat()
        job.save()
        client.post(answer["location"])
        assert Assignment.objects.count() == 0
        assert (
            words(soup(client.get(answer["location"])), ".desk-report__message")
            == ["This date is over."] * 2
        )

    def test_one_letter_for_all_of_them(
        self, translator: Any, items: str, visit: Visit,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:  # fmt: skip
        other, client = make_translator(name="other"), visit(translator)
        UserProfile.objects.create(user=other, preferred_language="en")
        answer = self.start(client, items, assignee=other.pk)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(answer["location"])
        (letter,) = mail.outbox
        assert (letter.to, letter.subject) == (
            ["other@example.org"],
            "2 notices about translations",
        )


class TestScreen:
    def test_who_comes_in(self, house: House, visit: Visit) -> None:
        writer = make_user("writer", make_group("w", languages={"de": [Action.WRITE]}))
        people = [make_translator(), writer, make_editor(house.home)]
        answers = [
            visit(person).get(MINE, headers={"x-requested-with": "XMLHttpRequest"}).status_code
            for person in people
        ]
        assert answers == [200, 403, 403]

    @pytest.mark.parametrize(
        ("languages", "count"), [({"en": [Action.REVIEW]}, 1), ({"de": [Action.WRITE]}, 0)]
    )
    def test_the_ways_to_it(
        self, house: House, visit: Visit, soup: Soup, languages: Any, count: int
    ) -> None:
        client = visit(make_user("somebody", make_group("g", languages=languages)))
        page = soup(client.get("/admin/"))
        assert len(page.select(".desk-home__mine a")) == count
        props = page.select_one("#wagtail-sidebar-props")
        assert props is not None
        assert props.text.count('"my-desk"') == count

    def test_headings_and_policy(self, translator: Any, visit: Visit, soup: Soup) -> None:
        response = visit(translator).get(MINE)
        page = soup(response)
        assert response["content-security-policy"] == POLICY
        assert words(page, "h1") == ["My desk"]
        assert words(page, ".desk-mine h2") == ["Assigned to me 0", "Came back 0", "Free to take 0"]

    @pytest.mark.parametrize("number", [1, 3, 30])
    def test_queries(
        self, make_work: Any, complete: Any, visit: Visit, number: int, translator: Any,
        publisher: Any, django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        reviewer = make_reviewer()
        for index in range(number):
            assigning.assign([make_work(f"A {index}")], reviewer, reviewer)
            make_work(f"F {index}")
            for back in (False, True):
                work = make_work(f"R {index} {back}")
                complete(work)
                review.submit(work, reviewer if back else translator)
                if back:
                    review.send_back(work, make_reviewer(name=f"r{index}"), "Nein")
        client = visit(reviewer)
        client.get(MINE)
        with django_assert_num_queries(20):
            client.get(MINE)
