"""What the overview shows to a person: read once, for the screen, the file and the bulk actions."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.models import Locale

from ...conf import content_languages
from .. import policy
from ..models import Action
from ..status import State
from . import chart, entries, listing
from .entries import Entry
from .forms import FilterForm, chosen


@dataclass(frozen=True)
class Overview:
    """All entries of one language that ``user`` may see, and which of them were asked for."""

    user: AbstractBaseUser
    locale: Locale
    form: FilterForm
    sort: str
    entries: Sequence[Entry]
    own: frozenset[int]

    @cached_property
    def admitted(self) -> list[Entry]:
        """Entries that pass all filters but that of the state."""
        return [entry for entry in self.entries if self.form.admits(entry)]

    @cached_property
    def found(self) -> list[Entry]:
        """Entries that pass all filters, in the chosen order, group by group."""
        state, kind = self.form.value("state"), self.form.value("group")
        passed = [e for e in self.admitted if not state or e.status.state.value == state]
        arranged = entries.arrange(passed, self.sort)
        return entries.by_group(arranged, kind) if kind else arranged

    @cached_property
    def states(self) -> list[tuple[State, int]]:
        """How many entries there are of each state that occurs."""
        counts = Counter(entry.status.state for entry in self.admitted)
        return [(state, counts[state]) for state in State if counts[state]]

    @property
    def may_enter(self) -> bool:
        """Whether the editor of this language is open to ``user``."""
        return self.locale.pk in self.own

    def may(self, *actions: Action) -> bool:
        """Whether ``user`` may do one of ``actions`` in this language."""
        return self.locale.pk in policy.locales(self.user, *actions)

    @property
    def chart(self) -> chart.BurnDown | None:
        """Words left from the first day on, of all entries that pass the filters."""
        event = entries.next_start(self.admitted) or entries.next_start(self.entries)
        return chart.burn_down(
            entries.words_by_day(self.admitted),
            sum(entry.status.words for entry in self.admitted),
            sum(entry.status.words_left for entry in self.admitted),
            timezone.localdate(),
            timezone.localdate(event) if event else None,
        )

    @property
    def uncounted(self) -> int:
        """How many entries nobody has opened, so that their words are not counted yet."""
        return sum(1 for entry in self.admitted if entry.status.translation is None)

    def table(self) -> Iterator[list[str | int]]:
        """What was found as the rows of a file, a headline first."""
        kinds = self.form.kinds
        yield [
            _("Original"),
            _("Kind"),
            _("Written in"),
            *(str(label) for label in kinds.values()),
            _("State"),
            _("Translated in percent"),
            _("Texts"),
            _("Texts left"),
            _("Words left"),
            _("Days open"),
            _("Next start"),
            _("Assigned to"),
            _("Last saved by"),
            _("Last saved"),
        ]
        for entry in self.found:
            told = entry.status
            counted = told.translation is not None
            yield [
                entry.original.title,
                entry.original.kind,
                entry.original.language,
                *(entries.group_of(entry, kind).name for kind in kinds),
                str(told.state.label),
                # Nobody knows how many there are before it is opened.
                entry.percent if counted else "",
                told.total if counted else "",
                told.total - told.done if counted else "",
                told.words_left if counted else "",
                "" if entry.days is None else entry.days,
                entry.agenda.start.strftime("%Y-%m-%d %H:%M") if entry.agenda.start else "",
                entry.assignee,
                told.by,
                timezone.localtime(told.newest).strftime("%Y-%m-%d %H:%M") if told.newest else "",
            ]


def load(user: AbstractBaseUser, sent: Mapping[str, Any]) -> Overview:
    """The overview that ``sent`` (the query of the address) asks for.

    Raises ``PermissionDenied`` for people who neither translate nor write.
    """
    own = policy.locales(user, *policy.READERS)
    if not own and not user_has_any_page_permission(user):
        raise PermissionDenied
    everything = listing.read_all()
    # Who translates sees the languages of the desk; who writes sees how far each one is.
    locales = _languages(everything, own or None)
    locale = chosen(sent, locales)
    rows = listing.originals(everything, locale)
    if not own:
        rows = listing.editable_pages(user, rows)
    found = entries.entries(rows, everything, locale)
    form = FilterForm(sent, locales, found, user)
    sort = entries.known_sort(str(sent.get("sort", "")))
    return Overview(user, locale, form, sort, found, frozenset(own))


def _languages(rows: Sequence[listing.Listed], wanted: set[int] | None) -> list[Locale]:
    """Locales of these primary keys (``None``: all), the language of writing last.

    It is the one least translated into. Rows know most locales; those without any are read.
    """
    known = {row.locale_id: row.language_code for row in rows}
    if wanted is None or wanted - known.keys():
        known |= dict(Locale.objects.values_list("pk", "language_code"))
    codes = [code for code, _name in content_languages()]
    order = {code: place for place, code in enumerate([*codes[1:], *codes[:1]])}
    found = [
        Locale(pk=pk, language_code=code)
        for pk, code in known.items()
        if wanted is None or pk in wanted
    ]
    return sorted(
        found, key=lambda one: (order.get(one.language_code, len(order)), one.language_code)
    )
