"""Panels of the editor that Wagtail does not bring."""

from typing import Any

from wagtail.admin.panels import InlinePanel, MultipleChooserPanel, ObjectList, get_form_for_model

from .forms.session import AppearanceFormSet, SlotForm


class FactsTab(ObjectList):
    """A tab that a translation does not have: its facts stand on the original."""

    class BoundPanel(ObjectList.BoundPanel):
        """Hidden for a translation; its fields and formsets are gone from the form as well."""

        def is_shown(self) -> bool:
            """Whether the object is an original."""
            return not self.instance.is_translation and super().is_shown()


class TimesPanel(InlinePanel):
    """The times of a session, typed by the clock at the venue."""

    def get_form_options(self) -> dict[str, Any]:
        """Wagtail's options with a form that knows the time zone of the programme."""
        options = super().get_form_options()
        times = options["formsets"][self.relation_name]
        deferred = self.child_edit_handler.get_form_options().get("defer_required_on_fields", [])
        times["form"] = get_form_for_model(
            self.db_field.related_model, form_class=SlotForm, defer_required_on_fields=deferred
        )
        times["inherit_kwargs"] = ["time_zone"]
        return options


class PeoplePanel(MultipleChooserPanel):
    """The people of a session, chosen several at once, nobody twice in the same role."""

    def get_form_options(self) -> dict[str, Any]:
        """Wagtail's options with a formset that refuses doubles."""
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = AppearanceFormSet
        return options
