"""Sample values of a programme, told in the active language. Nothing is read, nothing stored."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..conf import configuration, content_languages
from ..enums import SlotState
from ..models import Partner, Speaker
from ..programme.facts import Facts, Part
from ..programme.feeds.registry import FeedLink
from ..programme.frame import Frame
from ..programme.labels import Label
from ..programme.languages import Choice, Languages, Notice
from ..programme.partners import Sponsor
from ..programme.people import Person
from ..programme.reading import Reading
from ..programme.schedule import Appointment, Entry, Schedule, arrange
from ..programme.schedule.neighbours import Neighbours
from ..programme.texts import Text, language_name, own_name

KEY = UUID(int=1)
DAY = date(2027, 6, 10)
ADDRESS = "https://example.org/"


@dataclass(frozen=True)
class SampleRendition:
    """Stands for one of Wagtail's renditions: a drawing that belongs to the plugin."""

    width: int = 960
    height: int = 640

    @property
    def url(self) -> str:
        """Address of the drawing, wide or tall."""
        name = "sample-tall" if self.height > self.width else "sample"
        return static(f"sessions_app/admin/{name}.svg")

    def img_tag(self, attributes: dict[str, Any] | None = None) -> SafeString:
        """``<img>`` with these attributes besides its own."""
        own = {"src": self.url, "width": self.width, "height": self.height}
        return format_html("<img{}>", flatatt(own | (attributes or {})))


@dataclass(frozen=True)
class SamplePhoto:
    """Stands for a photograph."""

    credit: str = "Mila Brandt"
    alt: str = ""
    decorative: bool = False

    @property
    def contextual_alt_text(self) -> str:
        """What blocks say of it."""
        return self.alt

    def alt_text(self, language: str) -> str:
        """What pages say of it."""
        return self.alt

    def get_renditions(self, *filters: Any) -> dict[str, SampleRendition]:
        """One drawing for every cut."""
        return {cut.spec: _cut(cut.spec) for cut in filters}


def _cut(spec: str) -> SampleRendition:
    """As large as the words of the filter say, as in ``fill-160x200|format-webp``."""
    words = spec.partition("|")[0].partition("-")[2]
    width, _sign, height = words.partition("x")
    return SampleRendition(int(width), int(height) if height else int(width) * 2 // 3)


@dataclass(frozen=True)
class SampleLocale:
    """Stands for a locale."""

    language_code: str


@dataclass(frozen=True)
class SamplePage:
    """Stands for a page of a frame; a programme has a ``people_slug``."""

    pk: int
    translation_key: UUID
    url_path: str
    locale: SampleLocale
    people_slug: str | None = None


@dataclass(frozen=True)
class Samples:
    """Values in the reader's language ``language``; ``other`` is another one of the site.

    Build and render them while ``language`` is active.
    """

    language: str
    other: str = field(init=False)

    def __post_init__(self) -> None:
        codes = [code for code, _name in content_languages() if code != self.language]
        object.__setattr__(self, "other", codes[0] if codes else self.language)

    @property
    def frame(self) -> Frame:
        """A site of a home and a programme in both languages."""
        codes = dict.fromkeys((self.language, self.other))
        homes: dict[str, Any] = {
            code: SamplePage(2, UUID(int=2), f"/{code}/", SampleLocale(code)) for code in codes
        }
        programmes: list[Any] = [
            SamplePage(3, UUID(int=3), f"/{code}/programme/", SampleLocale(code), "people")
            for code in codes
        ]
        return Frame(
            language=self.language,
            root_url=ADDRESS.rstrip("/"),
            prefixes={code: f"#{code}/" for code in codes},
            homes=homes,
            pages=(*homes.values(), *programmes),
            trail=(UUID(int=2), UUID(int=3)),
        )

    @property
    def languages(self) -> Languages:
        """A translation of something that has changed since."""
        name = language_name(self.other)
        return Languages(
            language=self.language,
            voice="translation",
            canonical=ADDRESS,
            choices=(
                Choice(
                    self.other, own_name(self.other), "#other", False, True, "source", self.title
                ),
                Choice(self.language, own_name(self.language), "", True, True, "translation", ""),
            ),
            alternates=(),
            notices=(
                Notice(
                    "translation",
                    _("This text is a translation."),
                    _("Read the original in %(language)s") % {"language": name},
                    "#original",
                    self.other,
                ),
                Notice(
                    "behind",
                    _(
                        "The %(language)s original has changed since; this text still follows the"
                        " earlier wording."
                    )
                    % {"language": name},
                ),
            ),
        )

    @property
    def title(self) -> str:
        """Title of a session."""
        return _("Who looks after the rules in the code?")

    def text(self, value: Any, *, foreign: bool = False) -> Text:
        """``value`` in the reader's language, or in the other one."""
        return Text(value, self.other if foreign else self.language, foreign)

    def label(self, name: str, **changes: Any) -> Label:
        """A room, track or format."""
        return Label(**{"key": KEY, "name": self.text(name), "order": 1, "pk": 1} | changes)

    @property
    def room(self) -> Label:
        """A room with seats and a ramp."""
        return self.label(_("Great hall"), capacity=400, step_free=True)

    @property
    def track(self) -> Label:
        """A track with its colour."""
        return self.label(_("State and code"), color="#1a5fb4")

    def time(self, hour: int = 10, minutes: int = 60, **changes: Any) -> Appointment:
        """A time on the sample day."""
        zone = ZoneInfo(settings.TIME_ZONE)
        start = datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=zone)
        values = {
            "start": start,
            "end": (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone),
            "minutes": minutes,
            "room": self.room,
            "state": SlotState.PLANNED.value,
            "previous_start": None,
            "pk": 1,
            "sequence": 0,
            "changed": start,
        }
        return Appointment(**values | changes)

    @property
    def times(self) -> list[Appointment]:
        """One as planned, one moved, one cancelled."""
        moved = self.time(14)
        return [
            self.time(),
            replace(
                moved,
                state=SlotState.MOVED.value,
                previous_start=moved.start - timedelta(hours=1),
            ),
            self.time(17, state=SlotState.CANCELLED.value),
        ]

    def entry(self, **changes: Any) -> Entry:
        """A session in the programme."""
        values = {
            "key": KEY,
            "pk": 1,
            "title": self.text(self.title),
            "subtitle": self.text(_("A talk for people without passwords")),
            "address": "#session",
            "is_translated": True,
            "time": self.time(),
            "people": (self.person.name, "Jana Vítková"),
            "format": self.label(_("Panel")),
            "track": self.track,
            "spoken_language": self.language,
            "is_spoken_elsewise": False,
        }
        return Entry(**values | changes)

    @property
    def entries(self) -> list[Entry]:
        """Translated, moved, cancelled, and one that stands there in the other language."""
        first, moved, cancelled = self.times
        return [
            self.entry(time=first),
            self.entry(
                key=UUID(int=4),
                pk=2,
                time=first,
                title=self.text(self.title, foreign=True),
                is_translated=False,
                spoken_language=self.other,
                is_spoken_elsewise=True,
            ),
            self.entry(key=UUID(int=5), pk=3, time=moved),
            self.entry(key=UUID(int=6), pk=4, time=cancelled),
        ]

    @property
    def schedule(self) -> Schedule:
        """A day, and a session without a time."""
        return arrange([*self.entries, self.entry(key=UUID(int=7), pk=5, time=None)])

    @property
    def neighbours(self) -> Neighbours:
        """Sessions before, after and beside one."""
        before, beside, after, _cancelled = self.entries
        return Neighbours(before, after, (beside,))

    @property
    def photo(self) -> SamplePhoto:
        """A picture."""
        return SamplePhoto(alt=_("Drawing: two circles that overlap"))

    @property
    def person(self) -> Person:
        """Somebody with a picture."""
        return Person(
            key=KEY,
            name="Dr. Ada Beispiel",
            pronouns=pgettext("pronouns of a sample person", "she/her"),
            slug="ada",
            website=ADDRESS,
            links=(),
            photo_id=1,
            position=self.text(_("Head of the department of public registers")),
            organisation=self.text(_("Institute for work and transition")),
            biography=self.text(f"<p>{_('Asks first.')}</p>"),
            addresses={self.language: "#person"},
            versions={},
            row=Speaker(),
            original=self.language,
            address="#person",
            address_language="",
            photo=self.photo,
        )

    @property
    def sponsor(self) -> Sponsor:
        """A partner with a mark."""
        return Sponsor(
            name=self.text(_("Bridge foundation")),
            description=self.text(_("Pays for interpreters.")),
            website=ADDRESS,
            logo_id=1,
            stored=Partner(),
            logo=self.photo,
        )

    @property
    def reading(self) -> Reading:
        """What blocks find by key 1: the person, the partner."""
        return Reading(self.frame, people={1: self.person}, partners={1: self.sponsor})

    @property
    def facts(self) -> Facts:
        """Facts of a session with three times."""
        return Facts(
            times=self.times,
            time_zone=settings.TIME_ZONE,
            parts=[Part(self.person, _("Moderator"), False)],
            format=self.label(_("Panel")),
            track=self.track,
            spoken_code=self.other,
            spoken_language=language_name(self.other),
            is_spoken_elsewise=True,
            interpretation=[language_name(self.language)],
            captions=[language_name(self.other)],
            sign_language=str(next(iter(configuration().sign_languages), ("", ""))[1]),
            materials=[],
            around=self.neighbours,
        )

    @property
    def calendar(self) -> FeedLink:
        """A calendar to subscribe to."""
        address = "https://example.org/schedule.ics"
        return FeedLink(
            _("Calendar (iCalendar)"), "text/calendar", address, address.replace("https", "webcal")
        )
