"""The form of an assignment: to whom, by when, how important, what there is to know."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .. import assigning, localize
from ..models import Assignment
from ..refusal import Refusal


class WordsField(forms.CharField):
    """What somebody wrote; a line break is one character, as in the browser."""

    def to_python(self, value: Any) -> Any:
        """The text with plain line breaks."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class TermsForm(forms.Form):
    """By when, how important, what there is to know; what is left empty is not named."""

    due = forms.DateField(
        label=_("Due"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Write the date as year-month-day, as in 2030-12-31.")},
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        required=False,
        choices=[("", _("as it is, else normal")), *Assignment.Priority.choices],
        coerce=int,
        empty_value=None,
    )
    instruction = WordsField(
        label=_("Instruction"),
        required=False,
        max_length=assigning.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, sent: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(sent, **{"auto_id": "desk-assign-%s", "label_suffix": ""} | kwargs)

    def named(self) -> dict[str, Any]:
        """Terms that are named, as a job stores them. Raises :class:`Refusal` for what is wrong."""
        if not self.is_valid():
            raise Refusal(" ".join(str(one) for found in self.errors.values() for one in found))
        found = {name: value for name, value in self.cleaned_data.items() if value}
        if "due" in found:
            assigning.require_day(found["due"])
            found["due"] = found["due"].isoformat()
        return found


class AssignmentForm(TermsForm):
    """``people`` are those to choose from; what is left empty is none."""

    assignee = forms.ChoiceField(
        label=_("Assign to"),
        required=False,
        error_messages={
            "invalid_choice": _("This person may not translate into this language."),
        },
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Assignment.Priority.choices, coerce=int
    )
    field_order = ("assignee", "due", "priority", "instruction")

    def __init__(
        self,
        sent: Mapping[str, Any] | None,
        people: Iterable[Any],
        stored: Assignment | None = None,
    ) -> None:
        self.people = {str(person.pk): person for person in people}
        given = {
            "assignee": str(stored.assignee_id) if stored else "",
            "due": stored.due if stored else None,
            "priority": stored.priority if stored else Assignment.Priority.NORMAL,
            "instruction": stored.instruction if stored else "",
        }
        super().__init__(sent, initial=given)
        field: Any = self.fields["assignee"]
        names = ((pk, localize.name_of(person)) for pk, person in self.people.items())
        field.choices = [("", _("Nobody")), *names]

    @property
    def person(self) -> Any:
        """Who was chosen; None for nobody."""
        return self.people.get(self.cleaned_data["assignee"])

    @property
    def terms(self) -> dict[str, Any]:
        """What :func:`assigning.assign` wants to be told besides."""
        return {name: self.cleaned_data[name] for name in ("due", "priority", "instruction")}
