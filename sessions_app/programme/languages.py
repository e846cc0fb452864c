"""Language versions of what is read: switcher, alternates, notices.

All of it comes from the data. A language is offered where a live page that everybody may read
stands in it, and never leads to another page than the one that was read, unless it says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import to_locale
from wagtail.models import Page

from ..conf import configuration, content_languages
from ..translation import status
from ..translation.source import TranslatedModel
from .frame import Frame
from .texts import language_name, own_name

# The address for readers of none of the site's languages; see the sitemaps protocol's hreflang.
DEFAULT = "x-default"


@dataclass(frozen=True)
class Choice:
    """A language in the switcher.

    ``address`` is empty for the language that is read. ``is_counterpart`` is false where the page
    does not exist in that language and ``address`` leads to the nearest page above it that does.
    ``voice`` names the ink: ``source`` or ``translation``.
    """

    language: str
    name: str
    address: str
    is_current: bool
    is_counterpart: bool
    voice: str
    title: str = ""


@dataclass(frozen=True)
class Alternate:
    """An address of the same content for one language, absolute."""

    language: str
    address: str


@dataclass(frozen=True)
class Notice:
    """What a reader should know of the language of a page, in one sentence, with a way on."""

    kind: str
    message: str
    link: str = ""
    address: str = ""
    language: str = ""


@dataclass(frozen=True)
class Languages:
    """Everything a page says about its languages. ``canonical`` is absolute."""

    language: str
    voice: str
    canonical: str
    choices: tuple[Choice, ...]
    alternates: tuple[Alternate, ...]
    notices: tuple[Notice, ...]

    @property
    def others(self) -> list[Choice]:
        """True counterparts in other languages."""
        return [c for c in self.choices if c.is_counterpart and not c.is_current]

    @property
    def locale(self) -> str:
        """Language and territory as Open Graph writes them (``pt_BR``)."""
        return open_graph_locale(self.language)

    @property
    def other_locales(self) -> list[str]:
        """The same for the other versions."""
        return [open_graph_locale(choice.language) for choice in self.others]


def open_graph_locale(code: str) -> str:
    """Open Graph's form of a language code, with the territory that the site's settings name."""
    locale = to_locale(code)
    territory = configuration().territories.get(code, "")
    return f"{locale}_{territory}" if territory and "_" not in locale else locale


def alternates(frame: Frame, addresses: Mapping[str, str]) -> tuple[Alternate, ...]:
    """Every version, absolute, and the one for everybody else; for the page and for the sitemap.

    ``addresses`` are those of all live versions by language in the order of the site's languages,
    this one included; the first is for everybody else.
    """
    listed = [Alternate(code, frame.absolute(address)) for code, address in addresses.items()]
    return (*listed, Alternate(DEFAULT, listed[0].address)) if listed else ()


def languages_of(
    frame: Frame,
    addresses: Mapping[str, str],
    *,
    titles: Mapping[str, str] | None = None,
    original: str,
    here: str = "",
    notices: Iterable[Notice] = (),
) -> Languages:
    """What a page says about its languages.

    ``addresses`` and ``titles`` of its live versions by language; ``original`` is the language it
    was written in; ``here`` the address that is read, where it is not among them (a preview, a
    page with restricted access, an error).
    """
    titles = titles or {}
    choices = []
    for code, _name in content_languages():
        is_current = code == frame.language
        address = addresses.get(code, "")
        if not is_current and not address:
            address = _nearest(frame, code)
        if not is_current and not address:
            continue
        choices.append(
            Choice(
                language=code,
                name=own_name(code),
                address="" if is_current else address,
                is_current=is_current,
                is_counterpart=is_current or code in addresses,
                voice="source" if code == original else "translation",
                title=titles.get(code, ""),
            )
        )
    canonical = addresses.get(frame.language) or here
    return Languages(
        language=frame.language,
        voice="source" if frame.language == original else "translation",
        canonical=frame.absolute(canonical) if canonical else "",
        choices=tuple(choices),
        # Alternates of a page that is not itself among them would point one way only.
        alternates=(
            alternates(frame, addresses)
            if frame.language in addresses and not frame.is_private
            else ()
        ),
        notices=tuple(notices),
    )


def with_query(languages: Languages, query: str) -> Languages:
    """The same with ``query`` at the addresses of the switcher: a state that both languages share.

    Canonical address and alternates stay without: they name the page, not its state.
    """
    if not query:
        return languages
    choices = tuple(
        replace(choice, address=f"{choice.address}?{query}")
        if choice.address and choice.is_counterpart
        else choice
        for choice in languages.choices
    )
    return replace(languages, choices=choices)


def languages_of_page(
    frame: Frame,
    page: Page,
    *,
    here: str,
    notices: Iterable[Notice] = (),
    has_facts: bool = False,
) -> Languages:
    """The same for any Wagtail page, translated by us or not. At most one query.

    ``notices`` go before those that this function finds.
    """
    versions = frame.versions(page.translation_key)
    addresses = {code: frame.address(version) for code, version in versions.items()}
    written_in = original_language(frame, page)
    return languages_of(
        frame,
        addresses,
        titles={code: version.title for code, version in versions.items()},
        original=written_in,
        here=here,
        notices=[*notices, *notices_of(page, written_in, addresses, has_facts=has_facts)],
    )


def original_language(frame: Frame, instance: Page | TranslatedModel) -> str:
    """Language in which ``instance`` was written; that of the site where nothing says so."""
    source_id = getattr(instance, "source_id", None)
    if source_id is not None:
        known = [page for page in frame.pages if page.pk == source_id]
        source: Any = known[0] if known and isinstance(instance, Page) else instance.source
        return str(source.locale.language_code)
    if isinstance(instance, TranslatedModel):
        return str(instance.locale.language_code)
    return content_languages()[0][0]


def notices_of(
    instance: Page | TranslatedModel,
    original: str,
    addresses: Mapping[str, str],
    *,
    has_facts: bool = False,
) -> list[Notice]:
    """That a text is a translation, a machine's in part, behind its original. One query.

    ``has_facts``: what is shown beside the text comes from the original and is never behind.
    """
    if not isinstance(instance, TranslatedModel) or not instance.is_translation:
        return []
    name = language_name(original)
    link = {}
    if original in addresses:
        link = {
            "link": _("Read the original in %(language)s") % {"language": name},
            "address": addresses[original],
            "language": original,
        }
    found = [Notice("translation", _("This text is a translation."), **link)]
    if instance.machine_texts:
        message = _("Parts of it were translated by a machine, and nobody has checked them yet.")
        found.append(Notice("machine", message))
    if status.is_behind(instance):
        message = _(
            "The %(language)s original has changed since; this text still follows the earlier"
            " wording."
        )
        if has_facts:
            message = _(
                "The %(language)s original has changed since; this text still follows the"
                " earlier wording. Times, rooms and people are up to date."
            )
        found.append(Notice("behind", message % {"language": name}))
    return found


def _nearest(frame: Frame, code: str) -> str:
    """Address of the lowest page above that exists in the language; empty where none does."""
    for key in reversed(frame.trail):
        version = frame.versions(key).get(code)
        if version is not None:
            return frame.address(version)
    home = frame.homes.get(code)
    return frame.address(home) if home in frame.pages else ""
