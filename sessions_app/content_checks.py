"""What editors are told of an original before it is published: Wagtail's content checks.

Wagtail's panel judges the preview in the browser. What a browser cannot see is found here, on the
page as it stands in the form, and marked in the preview at the element it is about; the rules
that the panel knows look for these marks.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.models import Page

from .models import SessionPage
from .translation.checks.gender import FORMS
from .translation.checks.languages import base
from .translation.checks.quoting import has_straight_quotes, wrong_quote
from .translation.checks.text import plain
from .translation.localize.extraction import original_texts

ATTRIBUTE = "data-content-check"
# As many characters as a list shows of a summary at most, and as few as say something.
SHORTEST_SUMMARY, LONGEST_SUMMARY = 80, 400

# Where a finding is shown: a field of the head, or the id of a block of the body.
TITLE, SUBTITLE, SUMMARY = "title", "subtitle", "summary"
Findings = dict[str, list[str]]


class Rule(NamedTuple):
    """What the panel says of one kind of finding."""

    name: str | Promise
    help: str | Promise


RULES = {
    "sessions-alt-text": Rule(
        _("Alternative text is missing"),
        _("Say in the picture’s words what is to be seen, or mark it as decorative."),
    ),
    "sessions-credit": Rule(
        _("Credit is missing"),
        _("Say who made the picture, in its entry among the images."),
    ),
    "sessions-quotes": Rule(
        _("Quotation marks of a typewriter or of another language"),
        _("Write „…“ in German and “…” in English."),
    ),
    "sessions-gender-forms": Rule(
        _("Several gender forms on one page"),
        _("Decide on one of Teilnehmer*innen, Teilnehmer:innen and TeilnehmerInnen."),
    ),
    "sessions-summary-length": Rule(
        _("Summary too short or too long"),
        _("Say the thesis in 80 to 400 characters."),
    ),
    "sessions-spoken-language": Rule(
        _("Spoken language is missing"),
        _("Choose the language the session is held in, among the facts."),
    ),
}


def find(page: SessionPage) -> Findings:
    """The rules that an original breaks, by the place in the preview where that is shown.

    ``page`` is an original with unsaved changes or without; a translation is the desk's business
    and has no findings. Queries: those of the pictures and people in the body, if not loaded yet.
    """
    found: Findings = defaultdict(list)
    if page.is_translation:
        return {}
    for place, rule in (*_of_fields(page), *_of_pictures(page), *_of_texts(page)):
        if rule not in found[place]:
            found[place].append(rule)
    return dict(found)


def _of_fields(page: SessionPage) -> Iterator[tuple[str, str]]:
    summary = page.summary.strip()
    if not SHORTEST_SUMMARY <= len(summary) <= LONGEST_SUMMARY:
        # Where there is none, nothing could bear the mark.
        yield SUMMARY if summary else TITLE, "sessions-summary-length"
    if not page.spoken_language:
        yield TITLE, "sessions-spoken-language"


def _of_pictures(page: SessionPage) -> Iterator[tuple[str, str]]:
    language = page.locale.language_code
    for block in page.body:
        photo, is_described = _picture(block, language)
        if photo is None:
            continue
        if not is_described:
            yield block.id, "sessions-alt-text"
        if not photo.credit.strip():
            yield block.id, "sessions-credit"


def _picture(block: Any, language: str) -> tuple[Any, bool]:
    """The photo that a block shows, and whether those who do not see it are told of it."""
    if block.block_type == "image":
        photo = block.value["image"]
        return photo, bool(photo and (photo.decorative or photo.contextual_alt_text.strip()))
    if block.block_type == "portrait":
        speaker = block.value["speaker"]
        photo = speaker and speaker.facts.photo
        return photo, bool(photo and photo.alt_text(language))
    if block.block_type == "video":
        # The poster adorns a link that has words of its own.
        return block.value["poster"], True
    return None, True


def _of_texts(page: SessionPage) -> Iterator[tuple[str, str]]:
    language = page.locale.language_code
    texts = [(_place(path), plain(html)) for html, path in original_texts(page)]
    for place, text in texts:
        if has_straight_quotes(text) or wrong_quote(text, language):
            yield place, "sessions-quotes"
    if base(language) == "de":
        for place in _other_gender_forms(texts):
            yield place, "sessions-gender-forms"


def _place(path: str) -> str:
    """The place of a text by its path: its block, or its field."""
    field, _dot, rest = path.partition(".")
    if field == "body":
        return rest.partition(".")[0]
    return field if field in (SUBTITLE, SUMMARY) else TITLE


def _other_gender_forms(texts: Iterable[tuple[str, str]]) -> list[str]:
    """Places with another gender sign than most of the page, where it has several."""
    used = [
        (place, number)
        for place, text in texts
        for number, form in enumerate(FORMS)
        for _word in form.findall(text)
    ]
    counts = Counter(number for _at, number in used)
    # The first one used, where two are used as often.
    most = max(counts, key=lambda number: counts[number], default=0)
    return [place for place, number in used if number != most]


def findings_of_preview(request: HttpRequest | None, page: Any) -> Findings:
    """What an editor's preview shows marks for; nothing on public pages and at the desk."""
    if not isinstance(page, SessionPage) or not getattr(request, "is_preview", False):
        return {}
    return {} if getattr(request, "in_desk", False) else find(page)


def add_rules(request: HttpRequest, items: list[Any], page: Page | None) -> None:
    """Tell Wagtail's content checker, or the host's own, to look for the marks."""
    for item in items:
        if isinstance(item, ContentCheckerItem):
            _extend(item)


def _extend(item: ContentCheckerItem) -> None:
    check = "sessions-nothing-marked"
    if item.axe_run_only:
        item.axe_run_only = [*item.axe_run_only, *RULES]
    item.axe_custom_checks = [
        *item.axe_custom_checks,
        # One of axe’s own functions, since Wagtail takes none of others: it fails where an element
        # lacks the attribute, and none has this one.
        {
            "id": check,
            "evaluate": "attr-non-space-content-evaluate",
            "options": {"attribute": f"{ATTRIBUTE}-waived"},
        },
    ]
    item.axe_custom_rules = [
        *item.axe_custom_rules,
        *(
            {
                "id": rule,
                "impact": "moderate",
                "selector": f'[{ATTRIBUTE}~="{rule}"]',
                "tags": ["best-practice"],
                "any": [check],
                "enabled": True,
            }
            for rule in RULES
        ),
    ]
    item.axe_messages = item.axe_messages | {
        name: {"error_name": rule.name, "help_text": rule.help} for name, rule in RULES.items()
    }
