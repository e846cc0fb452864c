"""What templates of the plugin and of its host ask the public wing."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from wagtail.fields import RichTextField
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from ..enums import PartnershipKind
from ..models import Partner, Speaker
from ..programme import links, texts
from ..programme.frame import Frame, bare_frame, frame_of, with_linked
from ..programme.languages import Languages, languages_of, languages_of_page
from ..programme.partners import Sponsor, sponsor_of
from ..programme.people import Person, person_of
from ..programme.photos import Shot, shot
from ..programme.reading import Reading
from ..programme.schedule import programme_facts, schedule_of

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
    return languages_of(frame, {}, original=frame.language)


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
    return [
        {
            "page": page,
            "address": frame.address(page),
            "is_open": page.translation_key in frame.trail,
        }
        for page in frame.chapters
    ]


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


@register.filter
def seen_length(text: str) -> int:
    """Number of signs that show something: soft hyphens and marks of previews do not."""
    return sum(category(sign) != "Cf" for sign in str(text))


@register.filter
def harmless(address: str | None) -> str:
    """The address, or nothing where it leads to a script."""
    return links.harmless(address)


@register.filter
def host(address: str) -> str:
    """Host name of an address, without the usual ``www.``."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


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
    return date_format(moment, pgettext("time format", "H:i"))


@register.filter
def full_date(day: date) -> str:
    """Weekday, day, month and year."""
    return date_format(day, pgettext("date format", "l, j F Y"))


@register.filter
def short_date(day: date) -> str:
    """Weekday, day and month."""
    return date_format(day, pgettext("date format", "l, j F"))


@register.filter
def duration(minutes: int) -> str:
    """Minutes, or hours and minutes from ninety on."""
    hours, rest = divmod(minutes, 60)
    if minutes < 90:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if not rest:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
