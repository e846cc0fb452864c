"""What a person wants to be told of: the form of the desk and of Wagtail's account page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from .. import notices, policy
from ..models import Notice


class NoticesForm(forms.Form):
    """One choice for every kind of notice; ``instance`` is the user, as in Wagtail's panels."""

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        self.user = instance
        super().__init__(*args, **{"label_suffix": ""} | kwargs)
        wishes = notices.wishes([instance.pk])[instance.pk]
        for kind in Notice.Kind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label,
                choices=notices.When.choices,
                initial=wishes.when(kind.value).value,
            )

    def save(self) -> None:
        """Store the choices."""
        notices.choose(self.user, self.cleaned_data)


class NoticesPanel(BaseSettingsPanel):
    """The same choices on Wagtail's account page."""

    name = "translation_notices"
    title = _("Notices about translations")
    tab = notifications_tab
    order = 200
    form_class = NoticesForm

    def is_active(self) -> bool:
        """Whether the desk has anything to tell this person."""
        return policy.may_open_desk(self.user)
