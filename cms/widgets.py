"""Inputs of the site's own forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .theme import CONTRAST, LIGHT, PAPERS, to_hex


class InkInput(forms.TextInput):
    """A text input for ``#rrggbb``; a script sets a colour picker and the contrast beside it.

    ``default`` is the colour that an empty text stands for.
    """

    def __init__(self, default: str) -> None:
        super().__init__(
            attrs={
                "data-ink-default": default,
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": "#",
                "data-ink": " ".join(to_hex(paper) for paper in PAPERS[LIGHT]),
                "data-ink-needed": f"{CONTRAST:g}",
                "data-ink-enough": _("{contrast}:1 on the paper"),
                "data-ink-weak": _("{contrast}:1 on the paper: at least {needed}:1 is needed"),
                "data-ink-pick": _("Pick a colour"),
            }
        )

    @property
    def media(self) -> forms.Media:
        """The script and what lines its parts up."""
        script = forms.Script("cms/js/ink.js", type="module")
        return forms.Media(js=[script], css={"all": ["cms/css/ink.css"]})
