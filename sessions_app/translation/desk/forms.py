"""The filters of the overview."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from .. import localize
from ..status import State
from . import entries as listed
from .entries import Entry
from .listing import models_in_order

PAGES = "pages"
SNIPPETS = "snippets"
ME = "me"
NOBODY = "nobody"


def chosen(sent: Mapping[str, Any], locales: Sequence[Locale]) -> Locale:
    """The language that was asked for; the first one where none is known by that code."""
    codes = {locale.language_code: locale for locale in locales}
    return codes.get(sent.get("language", ""), locales[0])


class FilterForm(forms.Form):
    """What the list is to show; every field may be left empty but the language.

    Offers the groups (track, day) and people that occur among ``entries``.
    """

    language = forms.ChoiceField(label=_("Into"))
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    assignee = forms.ChoiceField(label=_("Assigned to"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    group = forms.ChoiceField(label=_("Group by"), required=False)

    def __init__(
        self,
        sent: Mapping[str, Any],
        locales: Sequence[Locale],
        entries: Sequence[Entry],
        user: AbstractBaseUser,
    ) -> None:
        self.user = user
        self.locale = chosen(sent, locales)
        self.kinds = listed.group_kinds()
        names = ("q", "kind", "assignee", "state", "group", *self.kinds)
        super().__init__(
            {name: sent.get(name, "") for name in names} | {"language": self.locale.language_code},
            auto_id="desk-%s",
            label_suffix="",
        )
        self._offer("language", [(one.language_code, str(one)) for one in locales])
        self._offer("state", [("", _("All states")), *State.choices])
        self._offer("kind", _kinds())
        self._offer("assignee", self._people(entries))
        for kind, label in self.kinds.items():
            groups = listed.groups_there(entries, kind)
            self.fields[kind] = forms.ChoiceField(label=label, required=False)
            self._offer(kind, [("", _("All")), *((one.key, one.name) for one in groups)])
        self._offer("group", [("", _("Nothing")), *self.kinds.items()])
        self.order_fields(["language", "q", "kind", *self.kinds, "assignee", "state", "group"])
        self.is_valid()

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        field.choices = choices  # type: ignore[attr-defined]

    def _people(self, entries: Sequence[Entry]) -> list[tuple[str, Any]]:
        """Everybody to whom something is assigned, and who asks."""
        people = {entry.status.assignee.pk: entry.assignee for entry in entries if entry.assignee}
        people.pop(self.user.pk, None)
        others = sorted(people.items(), key=lambda pair: pair[1].casefold())
        mine = _("Me (%(name)s)") % {"name": localize.name_of(self.user)}
        return [
            ("", _("Everybody")),
            (ME, mine),
            (NOBODY, _("Nobody")),
            *((str(pk), name) for pk, name in others),
        ]

    def value(self, name: str) -> str:
        """The cleaned value of a field, empty where what was sent is unknown."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def query(self) -> str:
        """The filters that are set, as the query of an address."""
        return urlencode({name: value for name in self.fields if (value := self.value(name))})

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out or grouped."""
        return any(self.value(name) for name in self.fields if name != "language")

    def admits(self, entry: Entry) -> bool:
        """Whether ``entry`` passes all but the state, which is asked apart, so as to count."""
        groups = {kind: self.value(kind) for kind in self.kinds}
        return (
            self._is_of_kind(entry)
            and self._is_of_person(entry)
            and all(key == listed.group_of(entry, kind).key for kind, key in groups.items() if key)
            and all(
                word in entry.original.title.casefold()
                for word in self.value("q").casefold().split()
            )
        )

    def _is_of_kind(self, entry: Entry) -> bool:
        kind, original = self.value("kind"), entry.original
        if kind in {PAGES, SNIPPETS}:
            return original.is_page == (kind == PAGES)
        return not kind or kind == original.model._meta.label_lower

    def _is_of_person(self, entry: Entry) -> bool:
        wanted, assignee = self.value("assignee"), entry.status.assignee
        if wanted == NOBODY:
            return assignee is None
        if not wanted:
            return True
        return assignee is not None and str(assignee.pk) == (
            str(self.user.pk) if wanted == ME else wanted
        )


def _kinds() -> list[tuple[str, Any]]:
    return [
        ("", _("Everything")),
        (PAGES, _("All pages")),
        (SNIPPETS, _("Everything but pages")),
        *(
            (model._meta.label_lower, capfirst(model._meta.verbose_name_plural))
            for model in models_in_order()
        ),
    ]
