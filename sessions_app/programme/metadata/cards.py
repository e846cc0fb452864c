"""What a page shows of itself where its address is shared: kind and picture."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.models import Page

from ...models import SessionPage
from ..facts import Facts
from ..frame import Frame
from ..languages import original_language
from ..people import Person
from ..photos import shot
from ..schedule import programme_facts
from ..texts import clock, full_date, own_name
from .share import SIZE, Words

# Colours of the site's own (``#rrggbb``) by voice, where it has some.
Inks = Mapping[str, str] | None


@dataclass(frozen=True)
class CardImage:
    """A picture by its absolute address, with its size in pixels and what is to be seen."""

    address: str
    width: int
    height: int
    alt: str
    credit: str = ""


@dataclass(frozen=True)
class Card:
    """``kind`` is a type of Open Graph; ``image`` is missing where nobody but some may see one."""

    kind: str = "website"
    image: CardImage | None = None


def card_of(
    frame: Frame,
    page: Page | None = None,
    facts: Facts | None = None,
    person: Person | None = None,
    inks: Inks = None,
) -> Card:
    """The card of a page, a session with its ``facts`` or a ``person``; no query of its own.

    Sessions and programmes have pictures that are drawn (see `programme.share`), people their
    portraits; everything else shows the programme's. ``inks`` are the site's own, by voice.
    """
    if person is not None:
        return Card("profile", _portrait(frame, person) or programme_image(frame, inks))
    if isinstance(page, SessionPage) and facts is not None:
        return Card("article", session_image(frame, page, facts, inks))
    return Card("website", programme_image(frame, inks))


def session_image(
    frame: Frame, page: SessionPage, facts: Facts, inks: Inks = None
) -> CardImage | None:
    """The drawn picture of a session; none in a preview or where not everybody may read it."""
    version = frame.versions(page.translation_key).get(frame.language)
    if version is None or version.pk != page.pk:
        return None
    return _drawn(frame, version, session_words(frame, page, facts).inked(inks))


def programme_image(frame: Frame, inks: Inks = None) -> CardImage | None:
    """The drawn picture of the programme that the page belongs to, else of the site's first."""
    programme = frame.programmes.get(frame.language)
    if programme is None:
        programme = next((page for page in frame.chapters if page.people_slug), None)
    if programme is None:
        return None
    return _drawn(frame, programme, programme_words(frame, programme).inked(inks))


def session_words(frame: Frame, page: SessionPage, facts: Facts) -> Words:
    """What is to be read on the picture of a session."""
    held = [time for time in facts.times if not time.is_cancelled]
    when, where = "", ""
    if facts.is_cancelled:
        when = _("Cancelled")
    elif held:
        first = held[0]
        when = f"{clock(first.start)}–{clock(first.end)}"
        told = [full_date(first.start)]
        told += [str(first.room.name)] if first.room else []
        if len(held) > 1:
            more = ngettext("%(count)d more time", "%(count)d more times", len(held) - 1)
            told.append(more % {"count": len(held) - 1})
        where = " · ".join(told)
    names = dict.fromkeys(part.person.name for part in facts.parts)
    programme = frame.programmes.get(frame.language)
    return replace(
        _words(frame, page, original_language(frame, page)),
        people=", ".join(names),
        when=when,
        where=where,
        programme=_named(frame, programme),
    )


def programme_words(frame: Frame, page: Page) -> Words:
    """What is to be read on the picture of a programme; ``page`` is one of the frame's.

    The name of the conference is that of the home.
    """
    facts = programme_facts(frame, page.programmepage)
    days = dict.fromkeys(day for day in (facts.starts_on, facts.ends_on) if day)
    told = [date_format(day, pgettext("date format", "j F Y")) for day in days]
    words = _words(frame, page, _written_in(frame, page))
    homes = {code: home.title for code, home in frame.homes.items()}
    elsewhere = [code for code in frame.versions(page.translation_key) if code != frame.language]
    return replace(
        words,
        title=homes.get(frame.language, page.title),
        other=homes.get(elsewhere[0], "") if elsewhere else "",
        people=facts.organiser,
        when=" – ".join(told),
        where=", ".join(filter(None, [facts.venue, facts.city])),
        programme=page.title,
    )


def _words(frame: Frame, page: Page, original: str) -> Words:
    versions = frame.versions(page.translation_key)
    others = [version.title for code, version in versions.items() if code != frame.language]
    return Words(
        voice="source" if original == frame.language else "translation",
        language=own_name(frame.language),
        title=page.title,
        other=others[0] if others else "",
    )


def _written_in(frame: Frame, page: Page) -> str:
    """Language in which a programme was written; no query where its original is public."""
    source = frame.page(page.programmepage.source_id)
    if page.programmepage.source_id is None or source is not None:
        return str((source or page).locale.language_code)
    return original_language(frame, page.programmepage)


def _named(frame: Frame, programme: Page | None) -> str:
    home = frame.homes.get(frame.language)
    named = [page.title for page in (home, programme) if page is not None]
    return " · ".join(dict.fromkeys(named))


def _drawn(frame: Frame, page: Page, words: Words) -> CardImage | None:
    if frame.is_private or not _are_served():
        return None
    address = f"{frame.address(page).rstrip('/')}.png?v={words.digest[:12]}"
    # The title is all that is told nowhere else.
    return CardImage(frame.absolute(address), *SIZE, alt=words.title)


def _portrait(frame: Frame, person: Person) -> CardImage | None:
    if person.photo is None or frame.is_private:
        return None
    renditions = shot(person.photo, "figure").formats.get("jpeg") or []
    if not renditions:
        return None
    largest = max(renditions, key=lambda rendition: rendition.width)
    tell = getattr(person.photo, "alt_text", None)
    return CardImage(
        address=urljoin(f"{frame.root_url}/", largest.url),
        width=largest.width,
        height=largest.height,
        alt=(tell(frame.language) if tell else "") or person.name,
        credit=getattr(person.photo, "credit", ""),
    )


def _are_served() -> bool:
    """Whether the host includes the addresses of the drawn pictures."""
    try:
        reverse("sessions_share", kwargs={"path": "programme"})
    except NoReverseMatch:
        return False
    return True
