"""How letters leave: each notice is claimed first and sent then, so that nobody gets it twice.

A notice is marked as sent in a short transaction of its own before its letter goes to the mail
server. Where the server says no, or does not answer, it is put back and tried again later, at most
:data:`MOST` times. Two things are not repeated, because nobody knows whether the letter left: what
a process had claimed when it was killed, and what a server had been given in full when it fell
silent. Never twice goes before never lost, there and nowhere else.
"""

import logging
import smtplib
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import connection, transaction
from django.db.models import F, Min, Q
from django.utils import timezone
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from .. import policy
from ..models import Notice
from . import letters
from .preferences import When, Wishes, wishes

logger = logging.getLogger(__name__)

State = Notice.State

# How long a notice rests after each failed attempt: about two days in all.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
MOST = len(PAUSES) + 1
# Seconds for every answer of the mail server, where the site's settings name none; and for an
# answer, and for letters to begin, where somebody waits because no worker stands by.
TIMEOUT, IN_REQUEST = 10, 5
# Seconds for which no request tries again after the server did not answer.
REST = 60
KEPT = timedelta(days=180)
_SILENT = "sessions_translation.mail_server_is_silent"
# The server has answered, and what it said was no.
_ANSWERS = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)


@dataclass
class Report:
    """What became of a run: letters that left, letters that are put back or given up."""

    sent: int = 0
    failed: int = 0


class Silent(Exception):
    """The mail server does not take letters at this moment; nothing else is tried now."""


@task()
def send_soon(people: list[str]) -> None:
    """Send these people what they want to be told at once; can be run again.

    Where tasks are done in the request, nobody waits for a server that was silent a moment ago.
    """
    if not isinstance(send_soon.get_backend(), ImmediateBackend):
        send(people=people)
    elif not cache.get(_SILENT):
        send(people=people, patience=IN_REQUEST)


def is_reachable(person: Any) -> bool:
    """Whether ``person`` can be sent a letter."""
    return bool(person.is_active and letters.address_of(person))


def send(
    *, daily: bool = False, people: Collection[Any] | None = None, patience: float | None = None
) -> Report:
    """Send what is due to everybody (or ``people``, by primary key), one letter to each.

    With ``daily`` that is what they want once a day; else what they want at once, and whatever has
    failed before. What cannot be sent stays for another time; nothing is raised for it. With
    ``patience`` no answer is waited for longer, and no letter begun later, than so many seconds.
    """
    began, report = time.monotonic(), Report()
    now = timezone.now()
    addressees = _addressees(now, people)
    wanted = wishes([person.pk for person in addressees])
    with _server(patience) as server:
        for person in addressees:
            if patience is not None and time.monotonic() - began > patience:
                break
            notices = _claim(person, wanted[person.pk], now, daily=daily)
            if not notices:
                continue
            try:
                is_sent = _deliver(person, notices, server)
            except Silent:
                report.failed += 1
                cache.set(_SILENT, True, REST)
                break
            report.sent += is_sent
            report.failed += not is_sent
    if report.sent:
        cache.delete(_SILENT)
    return report


def revive() -> int:
    """Let everything that was given up be tried anew; how many notices that is."""
    return Notice.objects.filter(state=State.FAILED).update(
        state=State.WAITING, attempts=0, sent_at=None
    )


def forget_old() -> int:
    """Delete notices of long ago; how many those were."""
    return Notice.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]


def _due(now: datetime) -> Q:
    """Waiting notices that have rested long enough since their last attempt."""
    rested = Q(attempts=0)
    for attempts, pause in enumerate(PAUSES, start=1):
        rested |= Q(attempts=attempts, sent_at__lte=now - pause)
    return Q(state=State.WAITING) & rested


def _addressees(now: datetime, people: Collection[Any] | None) -> list[Any]:
    """Those for whom something is due, whoever waits longest first. Two queries."""
    due = Notice.objects.filter(_due(now))
    if people is not None:
        due = due.filter(to__in=people)
    waiting = due.values("to").annotate(oldest=Min("pk")).order_by("oldest")
    order = [row["to"] for row in waiting]
    found = get_user_model()._default_manager.filter(pk__in=order)
    by_pk = {one.pk: one for one in found.select_related("wagtail_userprofile")}
    return [by_pk[pk] for pk in order if pk in by_pk and is_reachable(by_pk[pk])]


def _claim(person: Any, wanted: Wishes, now: datetime, *, daily: bool) -> list[Notice]:
    """Mark what ``person`` is to be sent now as sent; those notices, for nobody else to send.

    What they do not want any more, or may not see any more, is dropped.
    """
    with transaction.atomic():
        due = Notice.objects.filter(_due(now), to=person).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        due = due.select_related(
            "by",
            "translation__source__locale",
            "translation__target_locale",
        ).defer("translation__source__content_json")
        visible = policy.locales(person, *policy.READERS)
        taken, dropped = [], []
        for notice in due:
            when = wanted.when(notice.kind)
            locale = notice.translation and notice.translation.target_locale_id
            if when is When.NEVER or locale not in visible:
                dropped.append(notice.pk)
            elif when is When.DAILY if daily else (when is When.AT_ONCE or notice.attempts):
                taken.append(notice)
        if dropped:
            Notice.objects.filter(pk__in=dropped).delete()
        if taken:
            claimed = Notice.objects.filter(pk__in=[notice.pk for notice in taken])
            claimed.update(state=State.SENT, sent_at=timezone.now(), attempts=F("attempts") + 1)
    return taken


def _deliver(person: Any, notices: Sequence[Notice], server: Any) -> bool:
    """Hand the letter to the mail server; whether it was taken.

    What was claimed is put back where it was not. Raises :class:`Silent` where there is no use in
    trying others now.
    """
    known = [notice.pk for notice in notices]
    try:
        letter = letters.write(person, notices)
        letter.message()
    except Exception:
        logger.exception("The letter with the notices %s cannot be written.", known)
        _put_back(notices)
        return False
    try:
        server.open()
    except Exception as error:
        _put_back(notices, error)
        raise Silent from error
    handed_over: list[bool] = []
    try:
        with _watched(server, handed_over):
            server.send_messages([letter])
    except Exception as error:
        is_answer = isinstance(error, _ANSWERS)
        if handed_over and not is_answer:
            logger.error("The mail server fell silent over %s, which count as sent.", known)
        else:
            _put_back(notices, error)
        # Whatever state the conversation is in: the next letter begins a new one.
        _close(server)
        if isinstance(error, OSError) and not is_answer:
            raise Silent from error
        return False
    return True


def _put_back(notices: Sequence[Notice], error: Exception | None = None) -> None:
    """Let what was claimed be tried again later; give it up where it was tried often enough."""
    reason = _reason(error) if error else "–"
    given_up = [notice.pk for notice in notices if notice.attempts + 1 >= MOST]
    later = [notice.pk for notice in notices if notice.attempts + 1 < MOST]
    if later:
        Notice.objects.filter(pk__in=later).update(state=State.WAITING)
        logger.warning("The notices %s were not sent (%s); they are tried again.", later, reason)
    if given_up:
        Notice.objects.filter(pk__in=given_up).update(state=State.FAILED)
        logger.error("The notices %s were not sent (%s) and are given up.", given_up, reason)


def _reason(error: Exception) -> str:
    """What kind of failure it was; the server's words may hold addresses, its number does not."""
    code = getattr(error, "smtp_code", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next((answer[0] for answer in error.recipients.values()), "")
    return f"{type(error).__name__} {code}".strip()


@contextmanager
def _server(patience: float | None) -> Iterator[Any]:
    """The site's mail server, which is not spoken to before there is a letter."""
    timeout = settings.EMAIL_TIMEOUT or TIMEOUT
    server = get_connection(timeout=min(patience or timeout, timeout))
    try:
        yield server
    finally:
        _close(server)


def _close(server: Any) -> None:
    # A server that does not say goodbye has got its letters all the same.
    with suppress(Exception):
        server.close()


@contextmanager
def _watched(server: Any, handed_over: list[bool]) -> Iterator[None]:
    """Note in ``handed_over`` when an SMTP server has been given the whole of a letter.

    Up to then no server can have taken it.
    """
    smtp = getattr(server, "connection", None)
    if not isinstance(smtp, smtplib.SMTP):
        yield
        return
    send = smtp.send

    def watch(data: Any) -> None:
        send(data)
        if isinstance(data, bytes) and data.endswith(b"\r\n.\r\n"):
            handed_over.append(True)

    smtp.send = watch  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        del smtp.send
