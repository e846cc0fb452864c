"""What every form of a translated model shares: facts on the original alone, plain addresses."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.widgets import SlugInput
from wagtail.models import Locale, Page

from .. import slugs


class FactsForm(WagtailAdminModelForm):
    """Form of a model with ``fact_fields`` and ``required_facts``.

    A translation has no facts of its own: its form loses their fields and formsets, so that no
    request can write one. An original must have the required ones before it is published; the
    model cannot demand them, since a translation leaves them empty.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_translation:
            for name in self.instance.fact_fields:
                self.fields.pop(name, None)
                self.formsets.pop(name, None)
        else:
            for name in self.instance.required_facts:
                if name in self.fields:
                    self.fields[name].required = True

    @property
    def language_code(self) -> str:
        """Language the object is written in."""
        if self.instance.locale_id is None:
            return Locale.get_default().language_code
        return self.instance.locale.language_code


def dress_slug_field(field: forms.Field, language_code: str) -> None:
    """Let the browser make the slug as the server does, and let the field be left empty."""
    field.required = False
    field.widget.is_required = False
    # What was typed becomes a slug when it is cleaned; until then it may be any text.
    field.validators = [v for v in field.validators if not isinstance(v, RegexValidator)]
    # `False` leaves the attribute out, which the controller reads as ASCII alone.
    ascii_only = {"data-w-slug-allow-unicode-value": False}
    rules = slugs.rules(language_code)
    field.widget.attrs.update(
        SlugInput(attrs=ascii_only, formatters=rules, locale=language_code).attrs
    )


def free_slug(wanted: str, is_free: Callable[[str], bool]) -> str:
    """``wanted``, or the first of ``wanted-2``, ``wanted-3`` … that is free."""
    candidate, number = wanted, 1
    while not is_free(candidate):
        number += 1
        candidate = f"{wanted}-{number}"
    return candidate


class AddressedPageForm(FactsForm, WagtailAdminPageForm):
    """Form of a page whose slug is made from the title by our rule where it was left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            dress_slug_field(self.fields["slug"], self.language_code)

    def slug_is_free(self, slug: str) -> bool:
        """Whether no other page below the same parent bears ``slug``."""
        return Page._slug_is_available(slug, self.parent_page, self.instance)

    def clean(self) -> dict[str, Any]:
        if "slug" in self.cleaned_data:
            self.cleaned_data["slug"] = self._slug()
        return super().clean()

    def _slug(self) -> str:
        typed = self.cleaned_data["slug"]
        if typed and typed == self.instance.slug:
            return typed
        if slug := slugs.slugify(typed, self.language_code):
            return slug
        fallback = self.instance._meta.model_name
        title = slugs.slugify(self.cleaned_data.get("title") or "", self.language_code)
        return free_slug(title or fallback, self.slug_is_free)


class NamedSnippetForm(FactsForm):
    """Form of a snippet with an address made from its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            dress_slug_field(self.fields["slug"], self.language_code)

    def clean_slug(self) -> str:
        """What was typed, by our rule; a taken address is refused, an empty one made later."""
        slug = slugs.slugify(self.cleaned_data["slug"], self.language_code)
        if slug and not self.instance.slug_is_free(slug):
            raise ValidationError(_("Somebody else stands at this address already."))
        return slug
