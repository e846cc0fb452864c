"""Letters leave once, whatever the mail server does; tried against a real one on the loopback."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import LazySettings
from django.contrib.auth.models import AbstractUser
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from sessions_app.translation import notices
from sessions_app.translation.models import LocalePermission, Notice
from sessions_app.translation.notices import sending
from tests.factories import (
    House,
    make_reviewer,
    make_session,
    make_translator,
    make_user,
    publish,
)
from tests.mail import Mailbox, mail_server

Kind = Notice.Kind
State = Notice.State


@pytest.fixture
def mailbox(settings: LazySettings) -> Iterator[Mailbox]:
    """The site's mail server."""
    with mail_server() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_TIMEOUT = 1
        settings.WAGTAILADMIN_BASE_URL = "https://programme.example"
        cache.clear()
        yield found
        cache.clear()


@pytest.fixture
def translator(en: Locale) -> AbstractUser:
    return make_translator()


@pytest.fixture
def session(house: House) -> Any:
    page = make_session(house.programme, title="Straße & Staat", summary="Worum es geht.")
    return publish(page)


@pytest.fixture
def translation(session: Any, en: Locale, open_one: Any) -> Any:
    return open_one(session, en)


@pytest.fixture
def tell(translation: Any) -> Callable[..., None]:
    """``tell(*people, kind=…, key=…)``: write notices; nothing is sent yet."""

    def write(*people: Any, kind: str = "assigned", key: str = "k", **more: Any) -> None:
        event = notices.Event(Kind(kind), key, people, translation.pk, **more)
        notices.tell(event)

    return write


@pytest.fixture
def logged() -> Iterator[list[logging.LogRecord]]:
    """What the sender writes into the log."""
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = records.append  # type: ignore[method-assign]
    sending.logger.addHandler(handler)
    yield records
    sending.logger.removeHandler(handler)


def states() -> list[tuple[str, int]]:
    """State and number of attempts of every notice."""
    return list(Notice.objects.order_by("pk").values_list("state", "attempts"))


def rest() -> None:
    """Let so much time pass that everything may be tried again."""
    Notice.objects.exclude(sent_at=None).update(sent_at=F("sent_at") - timedelta(days=2))


def text(letter: Any, kind: str = "plain") -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


class TestLetters:
    def test_one_notice(
        self, mailbox: Mailbox, tell: Any, translator: Any, translation: Any, settings: Any
    ) -> None:
        chief = make_user("chief")
        chief.first_name, chief.last_name = "Ada", "Beispiel"
        chief.save()
        due = {"due": "2031-05-03", "priority": 3, "comment": "Bitte bald.\nDanke <3"}
        tell(translator, by=chief, values=due)
        UserProfile.objects.create(user=translator, preferred_language="en")
        assert notices.send() == notices.Report(sent=1)
        (letter,) = mailbox.letters
        assert {name: letter[name] for name in ("Subject", "To", "From", "Auto-Submitted")} == {
            "Subject": "Assigned to you: Straße & Staat",
            "To": "translator@example.org",
            "From": "programme@localhost",
            "Auto-Submitted": "auto-generated",
        }
        assert text(letter).splitlines() == [
            "Straße & Staat (Deutsch → English)",
            "Ada Beispiel has assigned this translation to you.",
            "Due: May 3, 2031",
            "Priority: high",
            "",
            "Bitte bald.",
            "Danke <3",
            "",
            f"https://programme.example/admin/translations/{translation.pk}/",
            "",
            "-- ",
            "Zwiesprache",
            "My desk: https://programme.example/admin/translations/mine/",
            "What you are told, and when: https://programme.example/admin/translations/notices/",
        ]
        page = BeautifulSoup(text(letter, "html"), "html.parser")
        assert page.html is not None
        assert page.html["lang"] == "en"
        assert [link["href"] for link in page.select("a")] == [
            f"https://programme.example/admin/translations/{translation.pk}/",
            "https://programme.example/admin/translations/mine/",
            "https://programme.example/admin/translations/notices/",
        ]
        assert page.blockquote is not None
        assert page.blockquote.get_text("|") == "Bitte bald.|Danke <3"

    def test_several_notices_are_one_letter_by_kind(
        self, mailbox: Mailbox, tell: Any, translator: Any
    ) -> None:
        UserProfile.objects.create(user=translator, preferred_language="en")
        for number in range(60):
            tell(translator, key=f"a{number}")
        tell(translator, kind="sent_back", values={"comment": "Der Titel!"})
        notices.send()
        (letter,) = mailbox.letters
        assert letter["Subject"] == "61 notices about translations"
        page = BeautifulSoup(text(letter, "html"), "html.parser")
        assert [h.get_text() for h in page.select("h2")] == ["Assigned to you", "Sent back to you"]
        assert len(page.select("strong")) == 51
        assert "and 10 more" in text(letter).splitlines()

    def test_in_the_language_of_whoever_gets_it(
        self, mailbox: Mailbox, tell: Any, translator: Any
    ) -> None:
        english = make_translator(name="english")
        UserProfile.objects.create(user=english, preferred_language="en")
        UserProfile.objects.create(user=translator)
        without_profile = make_translator(name="without")
        tell(translator, english, without_profile, kind="submitted")
        notices.send()
        languages = {
            letter["To"].split("@")[0]: BeautifulSoup(text(letter, "html"), "html.parser").html
            for letter in mailbox.letters
        }
        assert {name: page and page["lang"] for name, page in languages.items()} == {
            "translator": "de",
            "english": "en",
            "without": "de",
        }

    @pytest.mark.parametrize(
        ("title", "shown"),
        [
            ("Zeile\nBcc: all@example.org\r\n\r\nText", "Zeile Bcc: all@example.org Text"),
            ("\u2028Trenner\u2029 hier\x00\x07", "Trenner hier"),
            ("\u202egnirts\u202c \u2066x\u2069", "gnirts x"),
            ("עברית \"und\" 'mehr' <b>", "עברית \"und\" 'mehr' <b>"),
            ("😀" * 50, "😀" * 50),
            ("x" * 300, "x" * 99 + "…"),
        ],
    )  # fmt: skip
    def test_hostile_titles(
        self, mailbox: Mailbox, tell: Any, translator: Any, translation: Any, title: str, shown: str
    ) -> None:
        UserProfile.objects.create(user=translator, preferred_language="en")
        source = translation.source
        type(source).objects.filter(pk=source.pk).update(object_repr=title.replace("\0", "")[:200])
        tell(translator)
        notices.send()
        (letter,) = mailbox.letters
        # A long word begins on the next line, after a blank that readers do not show.
        assert (letter["Subject"].strip(), letter["To"], letter["Bcc"]) == (
            f"Assigned to you: {shown}",
            "translator@example.org",
            None,
        )
        page = BeautifulSoup(text(letter, "html"), "html.parser")
        assert page.strong is not None
        assert (page.strong.get_text()[:99], len(page.select("b"))) == (shown[:99], 0)
        assert text(letter).startswith(shown[:99])

    def test_a_name_cannot_break_out_either(
        self, mailbox: Mailbox, tell: Any, translator: Any
    ) -> None:
        chief = make_user("chief")
        chief.first_name = "Ada\r\nBcc: x@example.org"
        chief.save()
        UserProfile.objects.create(user=translator, preferred_language="en")
        tell(
            translator, kind="mentioned", by=chief, values={"comment": "@translator", "segment": 7}
        )
        notices.send()
        (letter,) = mailbox.letters
        lines = text(letter).splitlines()
        assert lines[1] == "Ada Bcc: x@example.org names you in a note:"
        assert lines[5].endswith(f"/#s-{Notice.objects.get().translation_id}-7")


class TestWhen:
    def test_at_once_and_once_a_day(self, mailbox: Mailbox, tell: Any, translator: Any) -> None:
        tell(translator, kind="assigned", key="1")
        tell(translator, kind="approved", key="2")
        assert notices.send() == notices.Report(sent=1)
        assert notices.send() == notices.Report()
        assert notices.send(daily=True) == notices.Report(sent=1)
        assert notices.send(daily=True) == notices.Report()
        assert len(mailbox.letters) == 2

    def test_an_event_sends_what_is_wanted_at_once(
        self, mailbox: Mailbox, tell: Any, translator: Any,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:  # fmt: skip
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            tell(translator, kind="approved", key="1")
        assert (callbacks, mailbox.letters) == ([], [])
        with django_capture_on_commit_callbacks(execute=True):
            tell(translator, kind="assigned", key="2")
        assert [letter["To"] for letter in mailbox.letters] == ["translator@example.org"]

    def test_what_is_not_wanted_or_not_to_be_seen_any_more_is_dropped(
        self, mailbox: Mailbox, tell: Any, translator: Any
    ) -> None:
        gone = make_translator(name="gone")
        tell(translator, gone)
        notices.choose(translator, {})
        LocalePermission.objects.filter(group__user=gone).delete()
        assert notices.send() == notices.Report()
        assert Notice.objects.count() == 0

    def test_who_has_left_or_lost_the_address_meanwhile(
        self, mailbox: Mailbox, tell: Any, translator: Any
    ) -> None:
        gone = make_translator(name="gone")
        tell(translator, gone)
        gone.is_active = False
        gone.save()
        translator.email = ""
        translator.save()
        assert notices.send() == notices.Report()
        assert (states(), mailbox.connections) == ([("waiting", 0)] * 2, 0)

    def test_a_request_sends_for_a_few_seconds_alone(
        self, mailbox: Mailbox, tell: Any, translator: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is left is for the command."""
        others = [make_translator(name=f"t{n}") for n in range(5)]
        tell(translator, *others)
        moments = iter(range(0, 100, 2))
        with monkeypatch.context() as patch:
            patch.setattr(sending.time, "monotonic", lambda: next(moments))
            report = notices.send(patience=5)
        assert (report, notices.send()) == (notices.Report(sent=2), notices.Report(sent=4))

    def test_commands(
        self, mailbox: Mailbox, tell: Any, translator: Any, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tell(translator, kind="approved", key="1")
        tell(translator, kind="assigned", key="2")
        tell(translator, kind="assigned", key="old")
        Notice.objects.filter(key="old").update(
            at=timezone.now() - timedelta(days=200), state=State.SENT
        )
        call_command("send_notices")
        call_command("send_notices", "--digest")
        Notice.objects.update(state=State.FAILED, attempts=8)
        call_command("send_notices", "--failed")
        assert capsys.readouterr() == (
            "1 letters sent.\n1 letters sent.\n2 notices are tried anew.\n1 letters sent.\n",
            "",
        )
        assert states() == [("waiting", 0), ("sent", 1)]

    @pytest.mark.parametrize("number", [1, 3, 30])
    def test_queries(
        self, mailbox: Mailbox, tell: Any, number: int, en: Locale, settings: Any,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:  # fmt: skip
        """Three and one for each person and six for each letter, however much it says."""
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        person = make_translator()
        for key in range(number):
            tell(person, key=str(key))
        with django_assert_num_queries(8):
            assert notices.send() == notices.Report(sent=1)


class TestFailures:
    @pytest.fixture(autouse=True)
    def english(self, translator: Any) -> None:
        UserProfile.objects.create(user=translator, preferred_language="en")

    def test_a_server_that_is_not_there(
        self, mailbox: Mailbox, tell: Any, translator: Any, settings: Any
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            settings.EMAIL_PORT = free.getsockname()[1]
        others = [make_translator(name=f"t{n}") for n in range(3)]
        tell(translator, *others)
        assert notices.send() == notices.Report(failed=1)
        # The others are not tried in vain.
        assert states() == [("waiting", 1), ("waiting", 0), ("waiting", 0), ("waiting", 0)]
        settings.EMAIL_PORT = mailbox.port
        assert notices.send() == notices.Report(sent=3)
        rest()
        assert notices.send() == notices.Report(sent=1)
        assert sorted(letter["To"] for letter in mailbox.letters) == sorted(
            person.email for person in [translator, *others]
        )

    @pytest.mark.parametrize("step", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA"])
    def test_a_server_that_hangs(
        self, mailbox: Mailbox, tell: Any, translator: Any, step: str
    ) -> None:
        mailbox.hangs = step
        tell(translator)
        began = time.monotonic()
        assert notices.send() == notices.Report(failed=1)
        assert time.monotonic() - began < 5
        assert states() == [("waiting", 1)]
        mailbox.hangs = ""
        rest()
        assert notices.send() == notices.Report(sent=1)
        assert len(mailbox.letters) == 1

    @pytest.mark.parametrize("how", ["silent", "gone"])
    def test_a_server_that_falls_silent_with_the_letter_in_its_hands(
        self, mailbox: Mailbox, tell: Any, translator: Any, how: str
    ) -> None:
        """Nobody knows whether it was sent: never twice."""
        if how == "silent":
            mailbox.hangs = "."
        else:
            mailbox.answers["."] = ""
        tell(translator)
        assert notices.send() == notices.Report(failed=1)
        assert states() == [("sent", 1)]
        mailbox.hangs, mailbox.answers = "", {}
        rest()
        assert notices.send() == notices.Report()

    @pytest.mark.parametrize(
        ("step", "answer"),
        [
            ("MAIL", "451 later"),
            ("RCPT", "450 greylisted"),
            ("RCPT", "550 nobody here"),
            ("DATA", "554 no"),
            (".", "452 full"),
            (".", "554 spam"),
        ],
    )
    def test_a_server_that_says_no_to_one_letter(
        self, mailbox: Mailbox, tell: Any, translator: Any, step: str, answer: str
    ) -> None:
        other = make_translator(name="other")
        tell(translator, other)
        mailbox.answers[step] = answer
        assert notices.send() == notices.Report(failed=2)
        assert states() == [("waiting", 1)] * 2
        mailbox.answers.clear()
        assert notices.send() == notices.Report()
        rest()
        assert notices.send() == notices.Report(sent=2)
        assert states() == [("sent", 2)] * 2
        assert len(mailbox.letters) == 2

    @pytest.mark.parametrize("answer", ["421 busy", "554 no"])
    def test_a_server_that_takes_nobody(
        self, mailbox: Mailbox, tell: Any, translator: Any, answer: str
    ) -> None:
        mailbox.answers["CONNECT"] = answer
        tell(translator)
        assert notices.send() == notices.Report(failed=1)
        assert states() == [("waiting", 1)]

    def test_wrong_credentials(
        self, mailbox: Mailbox, tell: Any, translator: Any, settings: Any
    ) -> None:
        mailbox.secret = "right"
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "desk", "wrong"
        tell(translator)
        assert notices.send() == notices.Report(failed=1)
        assert states() == [("waiting", 1)]
        settings.EMAIL_HOST_PASSWORD = "right"
        rest()
        assert notices.send() == notices.Report(sent=1)

    def test_given_up_after_eight_attempts_and_revived(
        self, mailbox: Mailbox, tell: Any, translator: Any, logged: list[logging.LogRecord]
    ) -> None:
        mailbox.answers["RCPT"] = "550 translator@example.org is unknown"
        tell(translator)
        for _attempt in range(10):
            notices.send()
            rest()
        assert states() == [("failed", 8)]
        # The number of the server's answer is logged, no address and no text.
        key = Notice.objects.get().pk
        told = f"The notices [{key}] were not sent (SMTPRecipientsRefused 550)"
        assert [(one.levelname, one.getMessage()) for one in logged] == [
            *[("WARNING", f"{told}; they are tried again.")] * 7,
            ("ERROR", f"{told} and are given up."),
        ]
        assert notices.revive() == 1
        mailbox.answers.clear()
        assert notices.send() == notices.Report(sent=1)

    def test_pauses_grow(self, mailbox: Mailbox, tell: Any, translator: Any) -> None:
        mailbox.answers["RCPT"] = "450 later"
        tell(translator)
        notices.send()
        waits = []
        for pause in sending.PAUSES[:-1]:
            Notice.objects.update(sent_at=timezone.now() - pause + timedelta(seconds=30))
            waits.append(notices.send().failed)
            Notice.objects.update(sent_at=timezone.now() - pause)
            waits.append(notices.send().failed)
        assert waits == [0, 1] * 6

    def test_an_address_that_is_none_hinders_nobody_else(
        self, mailbox: Mailbox, tell: Any, translator: Any
    ) -> None:
        broken = make_translator(name="broken")
        type(broken).objects.filter(pk=broken.pk).update(email="a\nBcc: b@example.org")
        tell(broken, translator)
        assert notices.send() == notices.Report(sent=1, failed=1)
        assert [letter["To"] for letter in mailbox.letters] == ["translator@example.org"]

    def test_no_request_fails_nor_waits_twice(
        self, mailbox: Mailbox, translation: Any, translator: Any, translate_all: Any,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:  # fmt: skip
        make_reviewer()
        translate_all(translator, translation)
        mailbox.hangs = "CONNECT"
        client = Client(headers={"accept-language": "en"})
        client.force_login(translator)
        spent = []
        for step in ("submit", "withdraw", "submit"):
            began = time.monotonic()
            with django_capture_on_commit_callbacks(execute=True):
                response = client.post(f"/admin/translations/{translation.pk}/{step}/")
            spent.append(time.monotonic() - began)
            assert (response.status_code, response["location"]) == (
                302,
                f"/admin/translations/{translation.pk}/",
            )
        assert mailbox.connections == 1
        assert states() == [("waiting", 1), ("waiting", 0)]
        mailbox.hangs = ""
        rest()
        assert notices.send() == notices.Report(sent=1)
        assert [letter["To"] for letter in mailbox.letters] == ["reviewer@example.org"]


@pytest.mark.django_db(transaction=True)
class TestTogether:
    @pytest.mark.postgres
    def test_two_senders_send_each_letter_once(
        self, mailbox: Mailbox, tell: Any, en: Locale
    ) -> None:
        people = [make_translator(name=f"t{n}") for n in range(100)]
        tell(*people)
        mailbox.letters.clear()
        Notice.objects.update(state=State.WAITING, attempts=0, sent_at=None)
        senders = 2
        start = Barrier(senders)
        reports: list[notices.Report] = []

        def run() -> None:
            start.wait()
            try:
                reports.append(notices.send())
            finally:
                connection.close()

        threads = [Thread(target=run) for _number in range(senders)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(report.sent for report in reports) == 100
        assert sorted(letter["To"] for letter in mailbox.letters) == sorted(
            person.email for person in people
        )

    def test_what_a_killed_sender_had_claimed_is_not_sent_again(
        self, mailbox: Mailbox, tell: Any, translator: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Never twice goes before never lost: at most this one letter."""

        def die(*arguments: Any) -> Any:
            raise KeyboardInterrupt

        with transaction.atomic():
            Notice.objects.all().delete()
        notices.choose(translator, {"assigned": "daily"})
        tell(translator)
        with monkeypatch.context() as patch:
            patch.setattr(sending, "_deliver", die)
            with pytest.raises(KeyboardInterrupt):
                notices.send(daily=True)
        assert states() == [("sent", 1)]
        assert notices.send(daily=True) == notices.Report()
        assert mailbox.letters == []
