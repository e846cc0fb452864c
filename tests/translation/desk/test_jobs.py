"""Bulk actions on the screen: asked, planned, followed, reported; never a half, never a crash."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import task_backends
from pytest_django import (
    DjangoAssertNumQueries,
    DjangoCaptureOnCommitCallbacks,
    Settings,
)
from wagtail.models import Locale
from wagtail_localize.models import Translation

from sessions_app.models import SessionPage
from sessions_app.translation import drafting, jobs, localize
from sessions_app.translation.models import Action, Assignment, BulkJob, LocalePermission, Release
from tests.factories import (
    House,
    make_session,
    make_speaker,
    make_track,
    make_translator,
    translate,
)
from tests.translation.desk.conftest import ASYNC
from tests.translation.desk.test_editor import POLICY, words

Soup = Callable[[Any], BeautifulSoup]
Visit = Callable[[Any], Client]
OVERVIEW = "/admin/translations/"
PLAN = f"{OVERVIEW}jobs/plan/"
JOBS = f"{OVERVIEW}jobs/"
QUEUE = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
NOT_KEPT = "private, no-store, max-age=0, no-cache, must-revalidate"


def place(instance: Any) -> str:
    return f"{ContentType.objects.get_for_model(instance).pk}-{instance.pk}"


def said(response: Any) -> list[str]:
    """What is said last; the test's browser never shows it."""
    return [str(message).strip() for message in get_messages(response.wsgi_request)][-1:]


def hidden(page: BeautifulSoup) -> dict[str, str]:
    """What the form of the question sends along, but for the token."""
    found = {field["name"]: field["value"] for field in page.select(".desk-job form [type=hidden]")}
    del found["csrfmiddlewaretoken"]
    return found


def report(page: BeautifulSoup) -> dict[str, list[tuple[str, str, str | None]]]:
    """Title, message and link of every line by the headline it stands under."""
    return {
        words(part, "h3")[0]: [
            (
                " ".join(words(line, ".desk-report__name")),
                " ".join(words(line, ".desk-report__message")),
                line.a["href"] if line.a else None,
            )
            for line in part.select("li")
        ]
        for part in page.select(".desk-report")
    }


@pytest.fixture
def lead(publisher: AbstractUser, visit: Visit) -> Client:
    """A browser of a publisher, who may start every action."""
    return visit(publisher)


Begin = Callable[..., Any]


@pytest.fixture
def begin(lead: Client) -> Begin:
    """``begin("open", [page])``: the answer to the publisher who confirmed that."""

    def send(action: str, instances: Any, client: Client = lead, **more: str) -> Any:
        items = " ".join(place(one) for one in instances)
        return client.post(JOBS, {"do": action, "language": "en", "items": items} | more)

    return send


# The question


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("action", "one", "many"),
    [
        ("open", "Open 1 original for translation into English",
         "Open 3 originals for translation into English"),
        ("fill", "Fill in 1 translation into English from memory",
         "Fill in 3 translations into English from memory"),
        ("assign", "Assign 1 translation into English", "Assign 3 translations into English"),
        ("submit", "Submit 1 translation into English for review",
         "Submit 3 translations into English for review"),
        ("release", "Release 1 translation into English", "Release 3 translations into English"),
    ],
)  # fmt: skip
def test_the_question_names_what_is_going_to_be_done(
    lead: Client, house: House, soup: Soup, action: str, one: str, many: str, number: int
) -> None:
    found = [make_track("Reihe"), *(make_session(house.programme, title=t) for t in ("B", "A"))]
    found = found[1:2] if number == 1 else found
    response = lead.post(PLAN, {"do": action, "item": [place(each) for each in found]})
    page = soup(response)
    # Pages first: most snippets go with one.
    shown = sorted((each for each in found if isinstance(each, SessionPage)), key=str)
    shown += [each for each in found if each not in shown]
    assert words(page, ".desk-title") == [one if number == 1 else many]
    assert words(page, ".desk-job__titles li") == [str(each) for each in shown]
    assert {item["lang"] for item in page.select(".desk-job__titles li")} == {"de"}
    assert hidden(page) == {
        "do": action,
        "language": "en",
        "items": " ".join(place(each) for each in shown),
    }
    assert BulkJob.objects.count() == 0


def test_pages_come_before_what_stands_below_them(lead: Client, house: House, soup: Soup) -> None:
    below = make_session(house.programme, title="A")
    places = [place(each) for each in (below, house.programme, house.home)]
    page = soup(lead.post(PLAN, {"do": "open", "item": places}))
    assert hidden(page)["items"].split() == places[::-1]


def test_everything_that_the_filters_leave_other_pages_included(
    lead: Client, house: House, soup: Soup
) -> None:
    pages = [make_session(house.programme, title=f"Sitzung {n}") for n in range(55)]
    make_session(house.programme, title="Andere")
    form = {"do": "open", "all": "1", "filters": "language=en&q=sitzung", "item": place(pages[0])}
    page = soup(lead.post(PLAN, form))
    assert words(page, ".desk-title") == ["Open 55 originals for translation into English"]
    assert words(page, ".desk-job__more") == ["and 43 more"]
    assert sorted(hidden(page)["items"].split()) == sorted(place(each) for each in pages)
    back = page.select_one(".desk-job__actions a")
    assert back is not None
    assert back["href"] == f"{OVERVIEW}?language=en&q=sitzung"


def test_one_chooses_among_those_who_may_translate(
    lead: Client, session: Any, soup: Soup, publisher: AbstractUser
) -> None:
    helper = make_translator("en", name="helper")
    make_translator("de", name="german")
    page = soup(lead.post(PLAN, {"do": "assign", "item": place(session)}))
    assert [
        (o["value"], o.text, o.has_attr("selected")) for o in page.select("[name=assignee] option")
    ] == [
        (str(helper.pk), "helper", False),
        (str(publisher.pk), "publisher", True),
        ("", "Nobody", False),
    ]


@pytest.mark.parametrize("items", [[], ["0-0"], ["x", "1-", "-1", "9" * 5000], ["' OR 1=1"]])
def test_where_nothing_of_the_list_was_ticked(lead: Client, session: Any, items: list[str]) -> None:
    form = {"do": "open", "item": items, "filters": "language=en&q=was"}
    response = lead.post(PLAN, form)
    assert (response.status_code, response["location"]) == (302, f"{OVERVIEW}?language=en&q=was")
    assert said(response) == ["Nothing was selected."]


def test_whoever_has_to_log_in_on_the_way_comes_back_to_the_list(lead: Client) -> None:
    assert lead.get(PLAN)["location"] == OVERVIEW


def test_the_plan_costs_the_same_for_few_and_many(
    lead: Client, house: House, soup: Soup, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = [make_session(house.programme, title=f"Sitzung {n}") for n in range(30)]
    lead.post(PLAN, {"do": "open", "item": place(pages[0])})
    for number in (1, 3, 30):
        form = {"do": "open", "item": [place(page) for page in pages[:number]]}
        with django_assert_num_queries(13):
            page = soup(lead.post(PLAN, form))
        assert len(hidden(page)["items"].split()) == number


# The page of a job


def test_the_report_links_what_was_refused(
    begin: Begin, lead: Client, house: House, en: Locale, complete: Any, soup: Soup
) -> None:
    pages = [make_session(house.programme, title=t) for t in ("Gut", "Lücke", "Zu", "Öffentlich")]
    drafting.open_translations([pages[0], pages[1], pages[3]], en)
    found = {
        page.title: localize.translations_of([page.translation_key], en).first() for page in pages
    }
    for title in ("Gut", "Öffentlich"):
        complete(found[title])
    lead.post(f"{OVERVIEW}{found['Öffentlich'].pk}/release/")
    address = begin("release", pages)["location"]
    lead.post(address)
    page = soup(lead.get(address))

    def editor(title: str) -> str:
        return f"{OVERVIEW}{found[title].pk}/"

    assert words(page, "[data-desk-job-status]") == [
        "Finished. 2 refused, 1 done, 1 nothing to do."
    ]
    assert list(report(page).items()) == [
        (
            "refused 2",
            [
                ("Lücke", "1 text is not translated yet.", editor("Lücke")),
                ("Zu", "It is not open for translation yet.", None),
            ],
        ),
        ("done 1", [("Gut", "", editor("Gut"))]),
        ("nothing to do 1", [("Öffentlich", "It is public already.", editor("Öffentlich"))]),
    ]
    assert {name["lang"] for name in page.select(".desk-report__name")} == {"de"}
    back = page.select_one(".desk-job__actions a")
    assert back is not None
    assert back["href"] == f"{OVERVIEW}?language=en"
    assert page.select("form.desk-without-script, [data-running], [data-drive]") == []
    assert page.select("script[src*='desk/jobs.js']") == []


def test_titles_are_text(begin: Begin, lead: Client, house: House, soup: Soup) -> None:
    title = "<script>alert(1)</script> & Söhne"
    page = make_session(house.programme, title=title)
    address = begin("open", [page])["location"]
    lead.post(address)
    assert [line[0] for line in report(soup(lead.get(address)))["done 1"]] == [title]
    plan = soup(lead.post(PLAN, {"do": "open", "item": place(page)}))
    assert words(plan, ".desk-job__titles li") == [title]


def progress(page: BeautifulSoup) -> tuple[str, str, str, bool, bool]:
    """State in words, bar, and whether it runs and the page has to drive it."""
    (bar,), (job,) = page.select("progress"), page.select("[data-desk-job]")
    return (
        words(page, "[data-desk-job-status]")[0],
        f"{bar['value']}/{bar['max']}",
        " ".join(words(page, ".desk-job__note")),
        job.has_attr("data-running"),
        job.has_attr("data-drive"),
    )


HERE = "It goes on as long as this page is open. Whatever is done stays done."
THERE = "It goes on in the background; you can leave this page."


def test_without_a_worker_the_page_does_the_work(
    begin: Begin, lead: Client, house: House, soup: Soup
) -> None:
    pages = [make_session(house.programme, title=f"S{n}") for n in range(3)]
    address = begin("fill", pages)["location"]
    assert progress(soup(lead.get(address))) == ("It is about to begin.", "0/3", HERE, True, True)
    job = BulkJob.objects.get()
    jobs.run(job.pk, seconds=0)
    page = soup(lead.get(address))
    assert progress(page) == ("1 of 3 are looked at.", "1/3", HERE, True, True)
    assert words(page, "form.desk-without-script button") == ["Go on"]
    page = soup(lead.post(address, headers=ASYNC))
    assert progress(page) == ("Finished. 3 refused.", "3/3", "", False, False)


def test_a_worker_is_asked_once_the_job_is_stored(
    begin: Begin, lead: Client, session: Any, soup: Soup, settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    settings.TASKS = QUEUE
    with django_capture_on_commit_callbacks(execute=True):
        address = begin("open", [session])["location"]
    job = BulkJob.objects.get()
    queued = [(one.task.name, one.args, one.kwargs) for one in task_backends["default"].results]
    assert queued == [("run_job", [str(job.pk)], {})]
    page = soup(lead.get(address))
    assert progress(page) == ("It is about to begin.", "0/1", THERE, True, False)
    assert words(page, ".desk-without-script") == ["See how far it is"]


def test_nobody_is_asked_for_what_is_refused(
    begin: Begin, house: House, settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    settings.TASKS = QUEUE
    with django_capture_on_commit_callbacks() as callbacks:
        begin("open", [], items="1-x")
    assert callbacks == []


def test_the_page_takes_up_what_no_worker_goes_on_with(
    begin: Begin, lead: Client, house: House, soup: Soup, settings: Settings
) -> None:
    """And drives it to its end: a step of its own does not make it wait for the worker again."""
    settings.TASKS = QUEUE
    pages = [make_session(house.programme, title=f"S{n}") for n in range(3)]
    address = begin("open", pages)["location"]
    job = BulkJob.objects.get()

    def age(seconds: int) -> None:
        then = timezone.now() - timedelta(seconds=seconds)
        BulkJob.objects.update(changed_at=then)

    age(15)
    assert progress(soup(lead.get(address)))[2:] == (THERE, True, False)
    age(25)
    assert progress(soup(lead.get(address)))[2:] == (HERE, True, True)
    # Longer than one request works: what is left after it is asked for at once.
    items = [[int(place(pages[0]).split("-")[0]), str(9_000 + n)] for n in range(100_000)]
    BulkJob.objects.update(items=[*job.items, *items])
    found = progress(soup(lead.post(address, headers=ASYNC)))
    assert found[2:] == (HERE, True, True)
    assert Translation.objects.count() == 3


def test_a_job_that_is_deleted_while_it_is_looked_at(
    begin: Begin, lead: Client, session: Any, en: Locale
) -> None:
    address = begin("open", [session])["location"]
    BulkJob.objects.all().delete()
    assert (lead.get(address).status_code, lead.post(address).status_code) == (404, 404)


def test_rights_that_were_lost_meanwhile_are_told(
    begin: Begin, lead: Client, session: Any, publisher: AbstractUser, soup: Soup
) -> None:
    address = begin("open", [session])["location"]
    own = LocalePermission.objects.filter(group__user=publisher)
    own.filter(action=Action.TRANSLATE).delete()
    assert lead.post(address)["location"] == address
    assert report(soup(lead.get(address))) == {
        "refused 1": [("Was ist Verwaltung?", "You may not translate into this language.", None)]
    }
    assert Translation.objects.count() == 0
    own.delete()
    assert lead.get(address)["location"] == reverse("wagtailadmin_home")


@pytest.mark.parametrize("action", ["open", "fill", "assign", "submit", "release"])
def test_pages_and_snippets_from_the_list_to_the_report(
    begin: Begin, lead: Client, house: House, en: Locale, soup: Soup, complete: Any, action: str,
    publisher: AbstractUser, settings: Settings,
) -> None:  # fmt: skip
    settings.SESSIONS = settings.SESSIONS | {"MEMORY_FILLS": False}
    found = [make_session(house.programme, title="Sitzung"), make_speaker(position="Leiterin")]
    if action != "open":
        drafting.open_translations(found, en)
    opened = list(localize.translations_of([one.translation_key for one in found], en))
    if action in {"submit", "release"}:
        for translation in opened:
            complete(translation)
    plan = lead.post(PLAN, {"do": action, "item": [place(one) for one in found]})
    form = hidden(soup(plan)) | ({"assignee": str(publisher.pk)} if action == "assign" else {})
    address = lead.post(JOBS, form)["location"]
    lead.post(address)
    editors = {
        t.source.object_id: f"{OVERVIEW}{t.pk}/"
        for t in localize.translations_of([one.translation_key for one in found], en)
    }
    outcome, message = {
        "assign": ("done 2", "publisher"),
        "fill": ("nothing to do 2", "The memory knows none of its missing texts."),
    }.get(action, ("done 2", ""))
    assert report(soup(lead.get(address))) == {
        outcome: [(str(one), message, editors[one.translation_key]) for one in found]
    }
    counts = (Translation.objects.count(), Assignment.objects.count(), Release.objects.count())
    assert counts == (2, 2 if action == "assign" else 0, 2 if action == "release" else 0)


# The list of jobs


def test_ones_own_jobs_the_newest_first(
    begin: Begin, lead: Client, desk: Client, session: Any, soup: Soup
) -> None:
    assert words(soup(lead.get(JOBS)), ".desk-empty p") == [
        "You have started no bulk action yet. Select originals in the overview to begin."
    ]
    first = begin("open", [session])["location"]
    begin("open", [session], client=desk)
    lead.post(first)
    second = begin("release", [session])["location"]
    page = soup(lead.get(JOBS))
    assert [
        (words(line, "a"), line.a["href"], words(line, ".desk-report__message")[0].split(",")[0])
        for line in page.select(".desk-report__lines li")
    ] == [
        (["Release 1 translation into English"], second, "waiting"),
        (["Open 1 original for translation into English"], first, "finished"),
    ]


def test_the_list_costs_the_same_for_few_and_many(
    begin: Begin, lead: Client, session: Any, soup: Soup, publisher: AbstractUser,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    begin("open", [session])
    lead.get(JOBS)
    for number in (1, 3, 30):
        more = number - BulkJob.objects.count()
        for _number in range(more):
            begin("open", [session])
        with django_assert_num_queries(10):
            page = soup(lead.get(JOBS))
        assert len(page.select(".desk-report__lines li")) == number
    begin("open", [session])
    assert len(soup(lead.get(JOBS)).select(".desk-report__lines li")) == 30


def test_the_strict_policy_goes_with_all_of_it(begin: Begin, lead: Client, session: Any) -> None:
    address = begin("open", [session])["location"]
    asked = lead.post(PLAN, {"do": "assign", "item": place(session)})
    for response in (asked, lead.get(address), lead.get(JOBS)):
        page = response.content.decode()
        assert (response["content-security-policy"], "<style" in page, " style=" in page) == (
            POLICY,
            False,
            False,
        )
        assert response["cache-control"] == NOT_KEPT


def test_by_hand_is_left_alone(begin: Begin, lead: Client, session: Any, soup: Soup) -> None:
    made = translate(session, "en")
    before = SessionPage.objects.filter(pk=made.pk).values().get()
    address = begin("open", [session])["location"]
    lead.post(address)
    assert report(soup(lead.get(address))) == {
        "refused 1": [("Was ist Verwaltung?", "It was made by hand.", None)]
    }
    assert SessionPage.objects.filter(pk=made.pk).values().get() == before
