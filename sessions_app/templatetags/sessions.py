"""What templates of the plugin and of its host ask the public wing."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from ..conf import content_languages
from ..enums import PartnershipKind, Section
from ..models import Partner, Speaker
from ..programme import links, texts, typography
from ..programme.films.players import Film, film_of
from ..programme.frame import Frame, bare_frame, frame_of, with_linked
from ..programme.languages import Languages, languages_of, languages_of_page
from ..programme.partners import Sponsor, sponsor_of
from ..programme.people import Person, person_of
from ..programme.photos import Shot, poster_address, shot
from ..programme.qr import qr_svg
from ..programme.reading import Reading
from ..programme.schedule import programme_facts, schedule_of
from ..programme.sections import Door, doors, section_address

register = template.Library()


@register.simple_tag(takes_context=True)
def page_frame(context: Context) -> Frame:
    """The public pages around the page that is shown; see `programme.frame`."""
    given = context.get("frame")
    if given is not None:
        return given
    request: HttpRequest | None = context.get("request")
    page = context.get("page")
    if request is None:
        return bare_frame()
    if not isinstance(page, Page):
        return frame_of(request)
    fields = [field for field in page._meta.get_fields() if isinstance(field, RichTextField)]
    return frame_of(request, page, links.linked_pages(getattr(page, f.name) for f in fields))


@register.simple_tag(takes_context=True)
def page_languages(context: Context) -> Languages:
    """What the page that is shown says about its languages; see `programme.languages`."""
    given = context.get("languages")
    if given is not None:
        return given
    frame, request, page = page_frame(context), context.get("request"), context.get("page")
    here = request.path if request is not None else ""
    if isinstance(page, Page):
        return languages_of_page(frame, page, here=here)
    # Of no page: the inks are those of the site's languages.
    return languages_of(frame, {}, original=content_languages()[0][0])


@register.simple_tag(takes_context=True)
def prose(context: Context, value: Any) -> SafeString:
    """Stored rich text with links that lead to the reader's language."""
    html = str(getattr(value, "source", value) or "")
    reading = context.get("reading")
    frame = reading.frame if isinstance(reading, Reading) else page_frame(context)
    return links.expand(html, with_linked(frame, links.linked_pages([html])))


@register.simple_tag
def photo(image: AbstractImage | None, shape: str, **attributes: Any) -> Shot | str:
    """A picture in one of the shapes of `programme.photos`; ``class_`` stands for ``class``.

    ``alt`` is always said: what the page needs, or nothing where the picture only adorns.
    """
    if image is None:
        return ""
    named = {name.rstrip("_"): value for name, value in attributes.items()}
    return shot(image, shape, **{"alt": "", "loading": "lazy"} | named)


@register.simple_tag
def qr(address: str, label: str) -> SafeString:
    """The address as a QR code; ``label`` says where it leads. Empty where it cannot be one."""
    return qr_svg(address, label)


@register.simple_tag(takes_context=True)
def alt_text(context: Context, image: AbstractImage | None) -> str:
    """Alternative text of a picture in the language of the page; empty where none was written."""
    tell = getattr(image, "alt_text", None)
    return tell(page_frame(context).language) if tell else ""


@register.simple_tag(takes_context=True)
def person(context: Context, speaker: Speaker | None) -> Person | None:
    """A chosen person in the reader's language; ``None`` where nobody may see the person."""
    reading = context.get("reading")
    if speaker is None or isinstance(reading, Reading):
        return reading.people.get(speaker.pk) if speaker is not None else None
    found = person_of(bare_frame(), {speaker.facts, speaker})
    return found and found.with_photo({speaker.facts.photo_id: speaker.facts.photo})


@register.simple_tag(takes_context=True)
def sponsor(context: Context, partner: Partner | None) -> Sponsor | None:
    """A chosen partner in the reader's language; ``None`` where nobody may see it."""
    reading = context.get("reading")
    if partner is None or isinstance(reading, Reading):
        return reading.partners.get(partner.pk) if partner is not None else None
    found = sponsor_of(bare_frame(), {partner.facts, partner})
    return found and found.with_logo({partner.facts.logo_id: partner.facts.logo})


@register.simple_tag(takes_context=True)
def page_link(context: Context, page: Page | None) -> dict[str, str]:
    """``address`` of a chosen page in the reader's language, else of the page itself.

    ``language`` is set where that is another one. Both empty where nobody may read it.
    """
    nowhere = {"address": "", "language": ""}
    if page is None:
        return nowhere
    reading = context.get("reading")
    frame = reading.frame if isinstance(reading, Reading) else page_frame(context)
    frame = with_linked(frame, [page.pk])
    found = frame.for_reader(page.pk)
    if found is None:
        return nowhere
    code = found.locale.language_code
    return {
        "address": frame.address(found),
        "language": "" if code == frame.language else code,
    }


@register.simple_tag(takes_context=True)
def chapters(context: Context) -> list[dict[str, Any]]:
    """Pages directly below the home in the reader's language: ``page``, ``address``, whether
    the page that is shown is it or stands below it (``is_open``)."""
    frame = page_frame(context)
    return [_chapter(frame, page) for page in frame.chapters]


@register.simple_tag(takes_context=True)
def chapters_elsewhere(context: Context) -> list[dict[str, Any]]:
    """Pages directly below the homes that do not exist in the reader's language, as
    ``{% chapters %}`` gives them, with the ``language`` they are written in. No query."""
    frame = page_frame(context)
    return [
        {**_chapter(frame, page), "language": page.locale.language_code}
        for page in frame.chapters_elsewhere
    ]


def _chapter(frame: Frame, page: Page) -> dict[str, Any]:
    return {
        "page": page,
        "address": frame.address(page),
        "is_open": page.translation_key in frame.trail,
    }


@register.simple_tag(takes_context=True)
def programmes_at_a_glance(context: Context) -> list[dict[str, Any]]:
    """Programmes directly below the home: ``title``, ``address``, ``facts``, ``schedule``.

    Three queries for each.
    """
    frame = page_frame(context)
    shown = []
    for page in frame.chapters:
        if page.people_slug is None:
            continue
        around = replace(frame, trail=(page.translation_key,))
        shown.append(
            {
                "title": page.title,
                "address": frame.address(page),
                "facts": programme_facts(frame, page.programmepage),
                "schedule": schedule_of(around, page.programmepage),
            }
        )
    return shown


@register.simple_tag(takes_context=True)
def programme_doors(context: Context, current: str = "") -> list[Door]:
    """Ways to the parts of the programme around the page that is shown; see `sections.doors`."""
    return doors(page_frame(context), current)


@register.simple_tag(takes_context=True)
def kept_offline(context: Context) -> str:
    """Addresses that a visitor's browser keeps for the time without a connection, by spaces."""
    frame = page_frame(context)
    programme = frame.programmes.get(frame.language)
    if programme is None:
        return ""
    sections = (section_address(frame, section) for section in (Section.MINE, Section.OFFLINE))
    return " ".join([frame.address(programme), *sections])


@register.simple_tag
def worker_address() -> str:
    """Address of the service worker; empty where the host does not include it."""
    try:
        return reverse("sessions_worker")
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def label_address(context: Context, section: str, pk: int) -> str:
    """Address of the page of a room or a track (``rooms``, ``tracks``) by its primary key."""
    return section_address(page_frame(context), Section(section), str(pk))


@register.filter
def seen_length(text: str) -> int:
    """Number of signs that show something: soft hyphens and marks of previews do not."""
    return sum(category(sign) != "Cf" for sign in str(text))


@register.filter
def harmless(address: str | None) -> str:
    """The address, or nothing where it leads to a script."""
    return links.harmless(address)


@register.filter
def spelled(address: str) -> str:
    """An address as people type it: without scheme, ``www.`` and closing slash."""
    parts = urlsplit(address)
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")


@register.filter
def host(address: str) -> str:
    """Host name of an address, without the usual ``www.``."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


@register.simple_tag
def film(address: str, title: Any, poster: AbstractImage | None = None) -> Film | None:
    """A film and how it is played; ``None`` where the address leads to a script or to nowhere."""
    if not links.harmless(address):
        return None
    return film_of(address, title if isinstance(title, texts.Text) else texts.Text(title), poster)


@register.filter
def still(image: AbstractImage) -> str:
    """Address of a picture as the still of a film that the site itself holds."""
    return poster_address(image)


@register.filter
def typeset(text: Any, language: str = "") -> str:
    """The text with non-breaking spaces by the rules of its language; see `programme.typography`.

    A text that knows its language needs none. HTML is not for this filter: it comes out escaped.
    """
    code = text.language if isinstance(text, texts.Text) else language
    return typography.typeset(str(text), code)


@register.simple_tag
def disclosure(kind: str, name: Any) -> str:
    """What readers are told of a partner's part in a session; nothing for an unknown kind."""
    if kind not in PartnershipKind.values:
        return ""
    before, _name, after = str(PartnershipKind(kind).disclosure).partition("%(name)s")
    lang = name.lang if isinstance(name, texts.Text) else ""
    return format_html("{}<span{}>{}</span>{}", before, lang, name, after)


@register.filter
def partnership(kind: str) -> str:
    """What a partnership of that kind is called on the page."""
    return str(dict(PartnershipKind.choices).get(kind, ""))


@register.filter
def language_name(code: str) -> str:
    """Name of a language in the active one."""
    return texts.language_name(code)


@register.filter
def lang(code: str) -> SafeString:
    """``lang`` attribute for a passage in that language, with a space in front."""
    return texts.language_attribute(code)


@register.filter
def clock(moment: datetime) -> str:
    """Hour and minute by the clock of the moment's own time zone."""
    return texts.clock(moment)


@register.filter
def full_date(day: date) -> str:
    """Weekday, day, month and year."""
    return texts.full_date(day)


@register.filter
def short_date(day: date) -> str:
    """Weekday, day and month."""
    return texts.short_date(day)


@register.filter
def duration(minutes: int) -> str:
    """Minutes, or hours and minutes from ninety on."""
    hours, rest = divmod(minutes, 60)
    if minutes < 90:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if not rest:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
