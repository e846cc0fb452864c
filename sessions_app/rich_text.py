"""Language of part: words of another language inside a rich text (WCAG 2.2, 3.1.2).

Stored as ``<a linktype="lang" lang="en">``, since of all inline elements with an attribute only
``<a>`` survives the extraction of segments; written to visitors as ``<a lang="en">``. Without
``href`` that is no link (HTML Living Standard, 4.5.1), neither for the eye nor for a screen reader.
"""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import InlineEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from . import conf
from .languages import is_language_code

FEATURE = "lang"
ENTITY = "LANG"


class LanguageHandler(LinkHandler):
    """Writes the mark for visitors."""

    identifier = FEATURE

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, str]) -> str:
        """The opening tag; without a language where the stored code is none."""
        code = attrs.get("lang")
        return format_html('<a lang="{}">', code) if is_language_code(code) else mark_safe("<a>")


class LanguageElementHandler(InlineEntityElementHandler):
    """Reads the mark into the editor."""

    mutability = "MUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, str]:
        """The language code; an empty one is dropped at the next save."""
        code = attrs.get("lang", "")
        return {"lang": code if is_language_code(code) else ""}


def language_element(props: dict[str, Any]) -> Any:
    """Writes the mark from the editor into the database; words without a language stay words."""
    code = props.get("lang")
    if not is_language_code(code):
        return props["children"]
    return DOM.create_element("a", {"linktype": FEATURE, "lang": code}, props["children"])


def markable_languages() -> list[list[Any]]:
    """Code and name of the site's languages and of the spoken ones, each once."""
    spoken = conf.configuration().spoken_language_choices()
    return [[code, name] for code, name in dict([*conf.content_languages(), *spoken]).items()]


class LanguageFeature(EntityFeature):
    """The editor's button, with the languages of the settings and the words of its dialog."""

    def __init__(self) -> None:
        super().__init__(
            {
                "type": ENTITY,
                "icon": "globe",
                "description": _("Words of another language"),
                "attributes": ["lang"],
            },
            js=["sessions_app/admin/language-of-part.js"],
            css={"all": ["sessions_app/admin/language-of-part.css"]},
        )

    def construct_options(self, options: dict[str, Any]) -> None:
        """Add the button to a text field's options; the settings are read for every field."""
        data = {
            **self.data,
            "languages": markable_languages(),
            "labels": {
                "heading": _("Words of another language"),
                "intro": _(
                    "Screen readers change their voice and hyphenation its rules for words that"
                    " say in which language they are."
                ),
                "nothing": _("Select the words first."),
                "language": _("Language"),
                "apply": _("Mark the words"),
                "cancel": _("Cancel"),
            },
        }
        options.setdefault(self.option_name, []).append(data)


def register(features: FeatureRegistry) -> None:
    """Make the feature known to the editor, the converter and the visitors' pages."""
    features.register_link_type(LanguageHandler)
    features.register_editor_plugin("draftail", FEATURE, LanguageFeature())
    features.register_converter_rule(
        "contentstate",
        FEATURE,
        {
            "from_database_format": {f'a[linktype="{FEATURE}"]': LanguageElementHandler(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: language_element}},
        },
    )
