"""What a check is given and what it answers."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import pgettext_lazy

from ... import conf
from .text import plain

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
TITLES = frozenset(("title", "seo_title", "heading", "subtitle"))
SETTING = f'{conf.SETTING}["CHECKS"]'
# As long as the history keeps them.
LONGEST_IDENTIFIER = 32


class Severity(IntEnum):
    """An error stands against a release; a warning and a hint do not."""

    HINT = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> Promise:
        """The word for people."""
        return _LABELS[self]


_LABELS = {
    Severity.HINT: pgettext_lazy("severity", "Hint"),
    Severity.WARNING: pgettext_lazy("severity", "Warning"),
    Severity.ERROR: pgettext_lazy("severity", "Error"),
}


@dataclass(frozen=True)
class Term:
    """A glossary term that stands in a source text.

    ``approved`` and ``forbidden`` are its translations; for a term that is not to be translated
    ``approved`` is the term itself. ``found`` is the form in which it stands in the source.
    ``opens`` says that it only begins compounds, which have translations of their own.
    """

    source: str
    found: str
    approved: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    opens: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Address:
    """What is known of the last part of a page's address (its slug).

    ``slug`` is that of the translation, empty before its first release, ``original`` that of the
    original. ``taken`` are those below the page that it will stand below, of other pages.
    """

    slug: str
    original: str
    taken: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Pair:
    """A source text and its translation, both as segment HTML (``<a id="a1">``, ``<b>``, ``<br>``).

    ``max_length`` is the field's limit in characters of plain text, ``kept`` says that the
    source's text is meant to stand as it is. ``field`` is the last name of the text's path
    (``title``, ``alt_text``; empty within rich text), ``part`` the element it fills in a rich text
    (``h2``, ``p``, ``li``). ``names`` are names of people and organisations that may stand in
    the source, ``terms`` the glossary's terms that do, ``others`` what the same source text was
    translated as elsewhere. ``address`` is told with the title of a page alone.
    """

    source: str
    target: str
    source_language: str
    target_language: str
    max_length: int | None = None
    kept: bool = False
    rich: bool = False
    field: str = ""
    part: str = ""
    names: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    others: tuple[str, ...] = ()
    address: Address | None = None

    @cached_property
    def source_text(self) -> str:
        """The source as plain text."""
        return plain(self.source)

    @cached_property
    def target_text(self) -> str:
        """The target as plain text."""
        return plain(self.target)

    @property
    def is_heading(self) -> bool:
        """Whether the text is a title or a heading."""
        return self.part in HEADINGS or self.field in TITLES


class Found(NamedTuple):
    """What a check says: a sentence for people, and the piece of text that it is about.

    ``detail`` is in no language: it tells the findings of one check in one text apart.
    """

    message: str
    detail: str = ""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: which check found it, how grave it is, and what to tell people.

    ``dismissed`` findings were looked at by somebody who gave a reason; they hinder nothing.
    """

    check: str
    severity: Severity
    message: str
    detail: str = ""
    dismissed: bool = False

    @property
    def hinders(self) -> bool:
        """Whether it stands against a release."""
        return self.severity is Severity.ERROR and not self.dismissed

    @property
    def may_be_dismissed(self) -> bool:
        """Whether somebody may look at it and say that it is right so."""
        check = registry().get(self.check)
        return check is not None and check.dismissible


# Characters by which one finding of a check is told from another.
LONGEST_DETAIL = 255


class Check:
    """One rule. Subclasses say what they are in lazy attributes and find in :meth:`find`.

    ``description`` is one sentence on what the rule asks for. A rule that is not ``dismissible``
    is about texts that cannot be stored or shown.
    """

    identifier: str
    severity: Severity
    name: str | Promise
    description: str | Promise = ""
    dismissible: bool = True

    def find(self, pair: Pair) -> Iterator[Found]:
        """One finding for each thing that is wrong; none where all is well."""
        raise NotImplementedError


@lru_cache(maxsize=1)
def registry() -> dict[str, Check]:
    """All checks of the host's settings by identifier.

    Raises ``ImproperlyConfigured`` for a path that leads to no check, and for an identifier that
    stands twice; both name the path and the setting.
    """
    checks: dict[str, Check] = {}
    for path in conf.configuration().checks:
        check = _load(path)
        if check.identifier in checks:
            other = type(checks[check.identifier])
            raise ImproperlyConfigured(
                f"{SETTING}: {path} and {other.__module__}.{other.__qualname__} have the same"
                f" identifier, {check.identifier!r}."
            )
        checks[check.identifier] = check
    return checks


def _load(path: str) -> Check:
    try:
        found = import_string(path)
    except ImportError as error:
        raise ImproperlyConfigured(f"{SETTING}: {path} leads nowhere ({error}).") from error
    if not (isinstance(found, type) and issubclass(found, Check)):
        raise ImproperlyConfigured(f"{SETTING}: {path} is no class of a check.")
    if not 0 < len(getattr(found, "identifier", "")) <= LONGEST_IDENTIFIER:
        raise ImproperlyConfigured(
            f"{SETTING}: {path} needs an identifier of at most {LONGEST_IDENTIFIER} characters."
        )
    return found()


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == conf.SETTING:
        registry.cache_clear()


setting_changed.connect(_forget)


def run(
    pair: Pair,
    checks: Iterable[Check] | None = None,
    dismissed: Container[tuple[str, str]] = (),
) -> list[Finding]:
    """Everything that ``checks`` (default: the registry) find in ``pair``, gravest first.

    ``dismissed`` holds pairs of check and detail that somebody has waived for this text.
    """
    found = [
        Finding(
            check.identifier,
            check.severity,
            one.message,
            detail := one.detail[:LONGEST_DETAIL],
            check.dismissible and (check.identifier, detail) in dismissed,
        )
        for check in (registry().values() if checks is None else checks)
        for one in check.find(pair)
    ]
    return sorted(found, key=lambda finding: (finding.dismissed, -finding.severity))
