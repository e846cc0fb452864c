"""JSON over HTTP with a limit on everything: time, size, attempts."""

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from .base import MachineError

logger = logging.getLogger(__name__)

# Answers after which it is worth to ask again (RFC 9110, section 15; RFC 6585, section 4).
PASSING = frozenset({408, 429, 500, 502, 503, 504, 529})
LARGEST_ANSWER = 4 * 1024 * 1024
STEP = 64 * 1024


class _NoRedirects(HTTPRedirectHandler):
    """A key and a text go to the address in the settings and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Never."""


_opener = build_opener(_NoRedirects)


@dataclass(frozen=True)
class Limits:
    """Seconds for one attempt and for all of them with the pauses between; attempts at most."""

    timeout: float = 10.0
    patience: float = 20.0
    attempts: int = 3
    pause: float = 0.5


def checked_address(address: str) -> str:
    """An address of the web without a closing slash; ``ImproperlyConfigured`` for another one."""
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).netloc:
        raise ImproperlyConfigured(f"{address!r} is no address of the web.")
    return address.rstrip("/")


def post(
    who: str,
    address: str,
    payload: Mapping[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    limits: Limits,
) -> Any:
    """The JSON that ``address`` answers to ``payload``.

    Asks again after an answer that may pass, each time after a longer pause, or when the server
    says (``Retry-After``). ``who`` names the machine in the log. Raises :class:`MachineError`.
    """
    body = json.dumps(payload).encode()
    sent = {"Content-Type": "application/json", "Accept": "application/json", **(headers or {})}
    deadline = time.monotonic() + limits.patience
    for attempt in range(1, limits.attempts + 1):
        left = deadline - time.monotonic()
        status, answer, wait = _ask(address, body, sent, min(limits.timeout, left), deadline)
        if status == 200:
            return _parsed(who, answer)
        logger.warning("%s: attempt %d failed with %s", who, attempt, status)
        pause = max(limits.pause * 2 ** (attempt - 1), wait)
        passes = status == 0 or status in PASSING
        if not passes or attempt == limits.attempts or time.monotonic() + pause >= deadline:
            break
        time.sleep(pause)
    raise MachineError(_sentence(status))


def _ask(
    address: str, body: bytes, headers: Mapping[str, str], timeout: float, deadline: float
) -> tuple[int, bytes, float]:
    """Status (0 where there is no connection), body, and for how long the server wants peace."""
    # Checked when the settings were read.
    request = Request(address, body, dict(headers), method="POST")  # noqa: S310
    try:
        with _opener.open(request, timeout=timeout) as response:
            return response.status, _read(response, deadline), 0.0
    except HTTPError as error:
        with error:
            return error.code, b"", _wait(error.headers)
    except (URLError, OSError, HTTPException, ValueError):
        return 0, b"", 0.0


def _read(response: Any, deadline: float) -> bytes:
    """The whole answer; ``TimeoutError`` where it drips, ``ValueError`` where it is too large."""
    parts: list[bytes] = []
    size = 0
    while part := response.read1(STEP):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise ValueError("too large")
        if time.monotonic() > deadline:
            raise TimeoutError
    return b"".join(parts)


def _wait(headers: Message | None) -> float:
    """Seconds that the server asks for; a date is not waited for."""
    asked = str(headers["Retry-After"] or "") if headers else ""
    return float(asked) if asked.isdecimal() else 0.0


def _parsed(who: str, answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except ValueError as error:
        logger.warning("%s: the answer is no JSON", who)
        raise garbled() from error


def garbled() -> MachineError:
    """For an answer that says nothing that can be used."""
    return MachineError(_("The machine gave an answer that cannot be read."))


def _sentence(status: int) -> str:
    if status in {401, 403}:
        return _("The machine does not accept the key of this site.")
    if status == 456:
        return _("The machine’s quota is used up.")
    if status == 429:
        return _("The machine has too much to do. Try it again later.")
    if status == 0:
        return _("The machine does not answer.")
    return _("The machine refused the text (%(status)d).") % {"status": status}
