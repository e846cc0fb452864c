"""Forms of the programme and of a session."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from .. import conf, slugs
from .facts import AddressedPageForm
from .fields import VenueTimeField, language_field, languages_field


class ProgrammeForm(AddressedPageForm):
    """Form of a programme: the address of its people must not be that of a session."""

    def clean_people_slug(self) -> str:
        """The word below which people stand, by our rule; refused where a session bears it."""
        slug = slugs.slugify(self.cleaned_data["people_slug"], self.language_code)
        if not slug:
            raise ValidationError(_("Give a word of letters or figures."))
        if self.instance.pk and self.instance.get_children().filter(slug=slug).exists():
            raise ValidationError(_("A session stands at this address already."))
        return slug


class SlotForm(WagtailAdminModelForm):
    """Form of one time of a session, on the venue's clock."""

    def __init__(self, *args: Any, time_zone: ZoneInfo | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = time_zone or timezone.get_current_timezone()
        for name in ("start", "previous_start"):
            field = self.fields[name]
            self.fields[name] = VenueTimeField(
                zone=zone,
                label=field.label,
                help_text=field.help_text,
                required=field.required,
                widget=field.widget,
            )
        self.fields["start"].help_text = _("By the clock at the venue (%(zone)s).") % {"zone": zone}


class AppearanceFormSet(BaseChildFormSet):
    """The people of a session: nobody twice in the same role."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            if not hasattr(form, "cleaned_data") or self._should_delete_form(form):
                continue
            part = (form.cleaned_data.get("speaker"), form.cleaned_data.get("role"))
            if part[0] and part in seen:
                form.add_error("speaker", _("This person has this role already."))
            seen.add(part)


class SessionForm(AddressedPageForm):
    """Form of a session: languages are chosen from the settings, times are the venue's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Formsets are made in `super().__init__()` and inherit this.
        self.time_zone = self._programme_zone(kwargs)
        super().__init__(*args, **kwargs)
        configuration = conf.configuration()
        spoken = configuration.spoken_language_choices()
        page = self.instance
        for name, choices, empty in (
            ("spoken_language", spoken, _("Choose a language")),
            ("sign_language", list(configuration.sign_languages), _("none")),
        ):
            if name in self.fields:
                self.fields[name] = language_field(
                    self.fields[name], choices, getattr(page, name), empty=empty
                )
        for name in ("interpretation", "captions"):
            if name in self.fields:
                self.fields[name] = languages_field(self.fields[name], spoken, getattr(page, name))

    @staticmethod
    def _programme_zone(kwargs: dict[str, Any]) -> ZoneInfo | None:
        parent = kwargs.get("parent_page")
        page = kwargs.get("instance")
        if parent is None and page is not None and page.path:
            parent = page.get_parent()
        programme = parent.specific if parent is not None else None
        name = programme.facts.time_zone if hasattr(programme, "facts") else ""
        return ZoneInfo(name) if name else None

    def slug_is_free(self, slug: str) -> bool:
        """Whether neither a page nor the people of the programme stand at ``slug``."""
        return super().slug_is_free(slug) and not self._belongs_to_people(slug)

    def _belongs_to_people(self, slug: str) -> bool:
        programme = self.parent_page.specific if self.parent_page else None
        return slug == getattr(programme, "people_slug", None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self._belongs_to_people(cleaned.get("slug", "")):
            self.add_error("slug", _("The people of the programme stand at this address."))
        spoken = cleaned.get("spoken_language")
        if spoken and spoken in cleaned.get("interpretation", []):
            self.add_error(
                "interpretation",
                forms.ValidationError(_("The session is held in this language already.")),
            )
        return cleaned
