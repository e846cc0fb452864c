"""What the head of a page tells machines."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import override
from wagtail.models import Page

from ..models import ProgrammePage, SessionPage
from ..programme.facts import Facts
from ..programme.films.recordings import Kept
from ..programme.frame import Frame
from ..programme.metadata import structured_data as data
from ..programme.metadata.cards import Card, card_of
from ..programme.partners import Sponsor
from ..programme.people import Person
from ..programme.reading import Reading
from ..programme.schedule import Schedule
from .sessions import page_frame, page_languages

register = template.Library()


@dataclass(frozen=True)
class PageWords:
    """What a page is called and what it is about, as plain text in one line each."""

    title: str
    description: str


# Where pages keep what they are about, by what is looked for first.
DESCRIPTIONS = ("search_description", "summary", "lead", "introduction")
LONGEST = 300  # characters; nobody shows more


@register.simple_tag(takes_context=True)
def page_words(context: Context) -> PageWords:
    """Title and description of the page that is shown.

    Its template's blocks ``title`` and ``description`` say them; else ``description`` in the
    context, else the page's own fields.
    """
    page = context.get("page")
    told = [_block(context, "description"), str(context.get("description") or "")]
    told += [str(getattr(page, name, "") or "") for name in DESCRIPTIONS]
    description = next((" ".join(text.split()) for text in told if text.strip()), "")
    return PageWords(
        title=_block(context, "title") or str(getattr(page, "title", "")),
        description=Truncator(description).chars(LONGEST),
    )


def _block(context: Context, name: str) -> str:
    """Words of the page's template block; the head is above the blocks and asks what they say."""
    for layer in reversed(context.render_context.dicts):
        if BLOCK_CONTEXT_KEY in layer:
            block = layer[BLOCK_CONTEXT_KEY].get_block(name)
            if block is not None:
                with context.push():
                    words = strip_tags(block.render(context))
                return " ".join(unescape(words).split())
    return ""


@register.simple_tag(takes_context=True)
def page_card(context: Context) -> Card:
    """Kind and picture of the page that is shown; see `programme.cards`. No picture in previews."""
    request: HttpRequest | None = context.get("request")
    if getattr(request, "is_preview", False):
        return Card()
    page, facts, who = context.get("page"), context.get("facts"), context.get("person")
    return card_of(
        page_frame(context),
        page if isinstance(page, Page) else None,
        facts if isinstance(facts, Facts) else None,
        who if isinstance(who, Person) else None,
        inks=context.get("inks"),
    )


@register.simple_tag(takes_context=True)
def structured_data(context: Context, card: Card, words: PageWords) -> SafeString | str:
    """The page as JSON-LD; nothing in previews and where not everybody may read the page."""
    request: HttpRequest | None = context.get("request")
    frame = page_frame(context)
    if getattr(request, "is_preview", False) or frame.is_private:
        return ""
    languages = page_languages(context)
    kind, nodes = _main(context, frame, card, words)
    around = data.web_page(
        frame,
        languages,
        kind=kind,
        name=words.title,
        description=words.description,
        image=card.image,
        about=str(nodes[0]["@id"]) if nodes else "",
        search=_search_address(frame),
    )
    return data.script([*around, *nodes] if around else [])


def _main(
    context: Context, frame: Frame, card: Card, words: PageWords
) -> tuple[str, list[data.Node]]:
    """Type of the page and what it is about: the first node is its main entity."""
    languages, page = page_languages(context), context.get("page")
    facts, who, schedule = (context.get(name) for name in ("facts", "person", "schedule"))
    told = {"description": words.description, "image": card.image}
    if isinstance(who, Person):
        entries = context.get("entries") or ()
        own = data.person(frame, languages, who, entries=entries, image=card.image)
        return "ProfilePage", [own]
    if isinstance(page, SessionPage) and isinstance(facts, Facts):
        left = context.get("kept")
        return "WebPage", data.session(
            frame,
            languages,
            facts,
            key=page.translation_key,
            name=page.title,
            partners=_partners(context),
            film=left.film if isinstance(left, Kept) else None,
            **told,
        )
    if isinstance(page, ProgrammePage) and not context.get("section"):
        if isinstance(schedule, Schedule):
            own = data.programme(frame, languages, page, schedule, name=page.title, **told)
            return "WebPage", [own]
        if "people" in context:
            return "CollectionPage", [data.people(frame, languages, context["people"])]
    return "WebPage", []


def _partners(context: Context) -> Iterator[tuple[str, Sponsor]]:
    """Kinds of partnership and partners of a session's body, in its order."""
    reading = context.get("reading")
    for block in context.get("body") or ():
        if block.block_type == "partner" and isinstance(reading, Reading):
            partner = block.value["partner"]
            sponsor = reading.partners.get(partner.pk) if partner is not None else None
            if sponsor is not None:
                yield block.value["kind"], sponsor


def _search_address(frame: Frame) -> str:
    with override(frame.language):
        try:
            return reverse("sessions_search")
        except NoReverseMatch:
            return ""
