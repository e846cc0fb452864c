"""The part of Wagtail's group editor that says what a group may do in which language."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db import transaction
from django.template.loader import render_to_string
from wagtail.models import Locale

from .models import Action, LocalePermission

PREFIX = "locale_permissions"


class LocalePermissionPanel(forms.Form):
    """One checkbox per language and action; what is ticked is what the group may do.

    Speaks the protocol of Wagtail's permission panels: made with ``data``, ``files`` and
    ``instance``, asked ``is_valid()``, then ``save()``, shown by ``as_admin_panel()``.
    """

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        instance: Group | None = None,
        prefix: str = PREFIX,
    ) -> None:
        self.instance = Group() if instance is None else instance
        self.locales = list(Locale.objects.order_by("pk"))
        super().__init__(data, files, prefix=prefix, initial=self._stored())
        for locale in self.locales:
            self.fields[str(locale.pk)] = forms.MultipleChoiceField(
                choices=Action.choices, required=False
            )

    def _stored(self) -> dict[str, list[str]]:
        granted: dict[str, list[str]] = {}
        if self.instance.pk is not None:
            rows = LocalePermission.objects.filter(group=self.instance)
            for locale, action in rows.values_list("locale_id", "action"):
                granted.setdefault(str(locale), []).append(action)
        return granted

    @transaction.atomic
    def save(self) -> None:
        """Grant what is ticked, withdraw the rest; other rows stay as they are.

        Raises ``ValueError`` for a group that is not stored yet.
        """
        if self.instance.pk is None:
            raise ValueError("The group must be saved before its permissions.")
        wanted = {
            (int(name), action) for name, actions in self.cleaned_data.items() for action in actions
        }
        stored = {
            (row.locale_id, row.action): row.pk
            for row in LocalePermission.objects.filter(
                group=self.instance, locale__in=self.locales
            ).select_for_update()
        }
        LocalePermission.objects.filter(
            pk__in=[pk for pair, pk in stored.items() if pair not in wanted]
        ).delete()
        LocalePermission.objects.bulk_create(
            [
                LocalePermission(group=self.instance, locale_id=locale, action=action)
                for locale, action in sorted(wanted - stored.keys())
            ],
            ignore_conflicts=True,
        )

    def as_admin_panel(self) -> str:
        """The panel as a section of the group form."""
        return render_to_string(
            "translation/groups/locale_permissions.html",
            {"panel": self, "actions": Action.choices, "rows": self._rows()},
        )

    def _rows(self) -> list[dict[str, Any]]:
        """What the template shows: a row per language, a cell per action."""
        rows = []
        for locale in self.locales:
            field = self[str(locale.pk)]
            ticked = {str(value) for value in field.value() or ()}
            cells = [
                {
                    "value": value,
                    "label": label,
                    "id": f"id_{field.html_name}_{value}",
                    "checked": value in ticked,
                }
                for value, label in Action.choices
            ]
            rows.append(
                {
                    "locale": locale,
                    "name": field.html_name,
                    "cells": cells,
                    "errors": field.errors,
                    "errors_id": f"id_{field.html_name}_errors",
                }
            )
        return rows
