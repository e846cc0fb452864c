"""The plugin's settings: one dictionary ``SESSIONS`` in the host, one frozen dataclass here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.translation import gettext_lazy as _

SETTING = "SESSIONS"


def content_languages() -> list[tuple[str, Any]]:
    """Code and name of every language of the site, the first being the language of writing."""
    return list(getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", settings.LANGUAGES))


@dataclass(frozen=True)
class Configuration:
    """Everything a host may set; the defaults serve a German–English site as well as any other.

    ``spoken_languages``: code and name of the languages sessions are held in; empty means the
    site's languages. ``sign_languages``: ISO 639-3 code and name. ``checks``: dotted paths of the
    classes that look at every translated text. ``territories``: ISO 3166 code of the country whose
    variant of a language the site writes, for machines that ask for both (``{"pt": "BR"}``).
    ``memory_fills``: whether texts that the translation memory knows word for word are filled in
    when a translation is opened. ``machines``: engines that translate, by the names that the site
    gives them: ``class`` is a dotted path, the rest are its options; without any nobody is asked.
    ``video_hosts``: hosts whose films are played on the page itself once a visitor asks for it, as
    in ``"player.vimeo.com"``; films of all others open where they are. ``security_contact``: whom
    ``security.txt`` names, an address that begins with ``mailto:``, ``https:`` or ``tel:``; there
    is no such file without one. ``inks``: dotted path of a function that takes a request and gives
    the colours (``#rrggbb``) of ``source`` and ``translation`` on drawn pictures, where the site
    has its own; pages hand the same to the template of their head.
    """

    spoken_languages: tuple[tuple[str, Any], ...] = ()
    sign_languages: tuple[tuple[str, Any], ...] = field(
        default=(
            ("gsg", _("German Sign Language")),
            ("bfi", _("British Sign Language")),
            ("ils", _("International Sign")),
        )
    )

    territories: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[str, ...] = (
        "sessions_app.translation.checks.length.Blank",
        "sessions_app.translation.checks.length.TooLong",
        "sessions_app.translation.checks.markup.LinksLost",
        "sessions_app.translation.checks.verbatim.AddressesChanged",
        "sessions_app.translation.checks.verbatim.PlaceholdersChanged",
        "sessions_app.translation.checks.numbers.NumbersLost",
        "sessions_app.translation.checks.numbers.TimesChanged",
        "sessions_app.translation.checks.numbers.DatesChanged",
        "sessions_app.translation.checks.gender.GenderSigns",
        "sessions_app.translation.checks.glossary.TermForbidden",
        "sessions_app.translation.checks.glossary.TermMissing",
        "sessions_app.translation.checks.leftover.Unchanged",
        "sessions_app.translation.checks.leftover.SourceLeft",
        "sessions_app.translation.checks.length.LeftOut",
        "sessions_app.translation.checks.verbatim.NamesChanged",
        "sessions_app.translation.checks.numbers.NumbersAdded",
        "sessions_app.translation.checks.numbers.UnitsChanged",
        "sessions_app.translation.checks.punctuation.EndMark",
        "sessions_app.translation.checks.quoting.QuotesOfLanguage",
        "sessions_app.translation.checks.punctuation.BracketsOpen",
        "sessions_app.translation.checks.punctuation.DoubledWords",
        "sessions_app.translation.checks.address.AddressOfPage",
        "sessions_app.translation.checks.markup.InlineLost",
        "sessions_app.translation.checks.wording.OtherwiseElsewhere",
        "sessions_app.translation.checks.wording.AltText",
        "sessions_app.translation.checks.length.LongLabel",
        "sessions_app.translation.checks.quoting.StraightQuotes",
        "sessions_app.translation.checks.punctuation.DoubledSpaces",
        "sessions_app.translation.checks.punctuation.NonBreakingLost",
        "sessions_app.translation.checks.headings.HeadingCase",
    )

    memory_fills: bool = True
    machines: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    video_hosts: tuple[str, ...] = ()
    security_contact: str = ""
    inks: str = ""

    def spoken_language_choices(self) -> list[tuple[str, Any]]:
        """Choices of languages a session can be held in."""
        return list(self.spoken_languages) or content_languages()


@lru_cache(maxsize=1)
def configuration() -> Configuration:
    """The host's settings laid over the defaults.

    Raises ``ValueError`` for an unknown key, naming it and the setting.
    """
    given = {key.lower(): value for key, value in getattr(settings, SETTING, {}).items()}
    unknown = given.keys() - {f.name for f in fields(Configuration)}
    if unknown:
        raise ValueError(f"{SETTING} knows no {', '.join(sorted(unknown))}.")
    return Configuration(**given)


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == SETTING:
        configuration.cache_clear()


setting_changed.connect(_forget)
