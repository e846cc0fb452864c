"""Form fields of a session: languages from the settings, times as the clock at the venue shows."""

from collections.abc import Iterable
from datetime import datetime, tzinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import conf

Choices = list[tuple[str, Any]]


def choices_with(choices: Choices, stored: Iterable[str]) -> Choices:
    """``choices``, and codes that are stored but no longer offered, so that nothing is lost."""
    known = {code for code, _name in choices}
    return [*choices, *((code, code) for code in stored if code and code not in known)]


def language_field(
    model_field: forms.Field, choices: Choices, stored: str, *, empty: Any
) -> forms.ChoiceField:
    """A choice of one language in place of a text field, with its label and help."""
    return forms.ChoiceField(
        label=model_field.label,
        help_text=model_field.help_text,
        required=model_field.required,
        choices=[("", empty), *choices_with(choices, [stored])],
    )


def languages_field(
    model_field: forms.Field, choices: Choices, stored: Iterable[str]
) -> forms.MultipleChoiceField:
    """Any number of languages in place of a JSON field, with its label and help."""
    return forms.MultipleChoiceField(
        label=model_field.label,
        help_text=model_field.help_text,
        required=False,
        choices=choices_with(choices, stored),
        widget=forms.CheckboxSelectMultiple,
    )


class SpokenLanguageSelect(forms.Select):
    """Chooses one of the spoken languages; asks the settings whenever it is shown."""

    def optgroups(
        self, name: str, value: list[str], attrs: dict[str, Any] | None = None
    ) -> list[Any]:
        """Options as of now, with the stored one even where it is no longer offered."""
        self.choices = [("", _("not said")), *choices_with(self.offered(), value)]
        return super().optgroups(name, value, attrs)

    def offered(self) -> Choices:
        """The languages that the settings offer."""
        return conf.configuration().spoken_language_choices()


class SignLanguageSelect(SpokenLanguageSelect):
    """Chooses one of the sign languages likewise."""

    def offered(self) -> Choices:
        """The sign languages that the settings offer."""
        return list(conf.configuration().sign_languages)


class VenueTimeField(forms.DateTimeField):
    """A moment, shown and typed as the clock at the venue shows it.

    Wagtail shows moments in the time zone of the user's account, which for a programme is wrong
    as soon as somebody works elsewhere.
    """

    def __init__(self, *, zone: tzinfo, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The moment on the venue's clock."""
        with timezone.override(self.zone):
            return super().prepare_value(value)

    def to_python(self, value: Any) -> datetime | None:
        """The moment meant by what was typed; ``ValidationError`` where there is none."""
        with timezone.override(self.zone):
            return super().to_python(value)
