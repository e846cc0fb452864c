"""People who work on one page at once, each in a browser and a thread of their own."""

import json
import random
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.messages import SUCCESS, get_messages
from django.test import Client

from sessions_app.translation import drafting, localize
from tests.translation.desk.conftest import ASYNC

# What people of a role do, and how often.
HABITS: Mapping[str, Mapping[str, int]] = {
    "translator": {"save": 10, "submit": 3, "withdraw": 2, "": 1},
    "reviewer": {"save": 4, "approve": 2, "send-back": 1, "submit": 1, "": 1},
    # Four eyes: whoever never writes can approve.
    "reader": {"approve": 3, "send-back": 1, "": 2},
    "publisher": {"save": 2, "release": 3, "offline": 2, "state": 1},
}


@dataclass(frozen=True)
class Place:
    """One text of one translation, as an address names it; and where it is stored."""

    translation: int
    segment: int
    context: int
    string: int


@dataclass(frozen=True)
class Answer:
    """What somebody was told. ``step`` is the last part of the address; ``is_done``: it was taken.

    For texts ``before`` is the version that was to give way, ``text`` what was sent.
    """

    who: str
    step: str
    translation: int
    status: int
    is_done: bool
    told: tuple[str, ...] = ()
    place: Place | None = None
    before: str = ""
    text: str = ""
    trace: str = ""

    @property
    def outcome(self) -> str:
        """As the figures of a run list it."""
        return f"{self.step} {self.status} {'done' if self.is_done else 'refused'}"


@dataclass
class Person:
    """Somebody who knows of a text what they were told last."""

    user: Any
    habits: Mapping[str, int]
    places: Sequence[Place]
    translations: Sequence[int]
    known: dict[Place, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.name = self.user.get_username()
        self.client = entered(self.user)
        self.dice = random.Random(self.name)

    def work(self, until: float) -> list[Answer]:
        """Do one thing after the other until that moment of the clock; all answers."""
        names, weights = list(self.habits), list(self.habits.values())
        while time.monotonic() < until:
            (name,) = self.dice.choices(names, weights)
            if name == "save":
                self.save(self.dice.choice(self.places))
            else:
                # The page most of the time, else one of the people it names.
                page, *snippets = self.translations
                self.step(name, page if self.dice.random() < 0.8 else self.dice.choice(snippets))
        return self.answers

    def save(self, place: Place) -> Answer:
        """Write a text that nobody has written before where one knows which stood there."""
        text, before = f"EN {self.name} {letters(len(self.answers))}", self.known[place]
        address = f"/admin/translations/{place.translation}/texts/{place.segment}/"
        data = {"text": text, "version": before}
        response = self.client.post(address, data, headers=ASYNC)
        told = {}
        if response["content-type"].startswith("application/json"):
            told = json.loads(response.content)
        # Who gave way is told what stands there now.
        stands = told.get("theirs", told).get("version")
        if stands is not None:
            self.known[place] = stands
        return self.note(
            response,
            "texts",
            place.translation,
            is_done=told.get("state") == "saved",
            told=(told["message"],) if "message" in told else (),
            place=place,
            before=before,
            text=text,
        )

    def step(self, name: str, translation: int, **data: str) -> Answer:
        """Press a button, or look at a screen."""
        address = f"/admin/translations/{translation}/" + (f"{name}/" if name else "")
        if name in {"", "state"}:
            response = self.client.get(address)
            return self.note(response, name, translation, is_done=response.status_code == 200)
        if name == "send-back":
            data = {"comment": "Bitte kürzer."} | data
        response = self.client.post(address, data)
        said = list(get_messages(response.wsgi_request))
        is_done = response.status_code == 302 and [one.level for one in said] == [SUCCESS]
        told = () if is_done else (*(str(one).strip() for one in said), *reasons(response))
        return self.note(response, name, translation, is_done=is_done, told=told)

    def note(self, response: Any, step: str, translation: int, **values: Any) -> Answer:
        """Keep what was answered; what was said is read, as on the next screen."""
        self.client.cookies.pop("messages", None)
        trace = "".join(traceback.format_exception(*response.exc_info)) if response.exc_info else ""
        answer = Answer(self.name, step, translation, response.status_code, trace=trace, **values)
        self.answers.append(answer)
        return answer


def entered(user: Any) -> Client:
    """A browser with a session of its own; an error is an answer."""
    client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    client.force_login(user)
    return client


def reasons(response: Any) -> list[str]:
    """Why a step was refused, where its screen says so."""
    context = response.context or {}
    if "screen" in context:
        return [str(reason.message) for reason in context["screen"].reasons]
    if "effects" in context:
        return [str(reason.message) for reason in context["effects"].reasons]
    return [str(reason.message) for reason in context["reasons"]] if "reasons" in context else []


def letters(number: int) -> str:
    """A number that no check takes for one."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))


def places_of(translations: Sequence[Any]) -> dict[Place, str]:
    """All texts of these translations, with the versions of what stands there."""
    return {
        Place(pk, row.id, row.context_id, row.string_id): drafting.version(row.target)
        for pk, rows in localize.segment_rows(translations).items()
        for row in rows
    }


def crowd(
    numbers: Mapping[str, int], make: Mapping[str, Callable[..., Any]], translations: Sequence[Any]
) -> list[Person]:
    """So many people of each role. ``make`` makes a user of a role, given a name."""
    known = places_of(translations)
    pks = [translation.pk for translation in translations]
    return [
        Person(make[role]("en", f"{role} {letters(n)}"), HABITS[role], [*known], pks, dict(known))
        for role, number in numbers.items()
        for n in range(number)
    ]
