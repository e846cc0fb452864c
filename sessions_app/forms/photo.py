"""Form of a picture: one alternative text for every language of the site.

Named in ``WAGTAILIMAGES_IMAGE_FORM_BASE``, so that it serves every way of uploading and editing.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.images.forms import BaseImageForm

from ..conf import content_languages

# A screen reader cannot pause inside an alternative text: more belongs into a caption.
LONGEST = 300


def field_name(language_code: str) -> str:
    """Name of the form field for that language."""
    return f"alt_{language_code.replace('-', '_').lower()}"


class PhotoForm(BaseImageForm):
    """Wagtail's form of a picture, with ``alt_<language code>`` fields kept in ``alt_texts``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.alt_texts or {}
        for code, name in content_languages():
            self.fields[field_name(code)] = forms.CharField(
                label=_("Alternative text (%(language)s)") % {"language": name},
                help_text=_(
                    "What is to be seen, for those who do not see it. Leave it empty for a"
                    " picture that says nothing of its own."
                ),
                initial=stored.get(code, ""),
                max_length=LONGEST,
                required=False,
                widget=forms.TextInput(attrs={"lang": code}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse an alternative text that is only the name of the file."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file") or self.instance.file
        name = getattr(file, "name", "") or ""
        for code, _language in content_languages():
            text = cleaned.get(field_name(code), "")
            if text and text == name.rsplit("/", 1)[-1]:
                self.add_error(
                    field_name(code), _("This is the name of the file. Say what is to be seen.")
                )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Keep what was written, and texts in languages that the site no longer has."""
        texts = dict(self.instance.alt_texts or {})
        for code, _language in content_languages():
            if text := self.cleaned_data.get(field_name(code), ""):
                texts[code] = text
            else:
                texts.pop(code, None)
        self.instance.alt_texts = texts
        return super().save(commit=commit)
