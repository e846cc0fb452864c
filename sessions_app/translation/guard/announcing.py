"""What Wagtail's confirmation pages say of the translations: who goes offline, who moves along."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Locale, Page

from .. import cascade, policy
from ..source import TranslatedModel

# As many titles as a sentence names.
NAMED = 12


def announce(request: HttpRequest, match: ResolverMatch, context: Mapping[str, Any]) -> None:
    """Put the sentences above the confirmation page that ``context`` is shown on; else nothing."""
    action, objects = _asked(match, context)
    if action in SENTENCES and objects:
        for sentence in SENTENCES[action](objects):
            messages.warning(request, sentence)


def _asked(match: ResolverMatch, context: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """What the page asks to confirm, and of which pages or snippets."""
    name = match.url_name or ""
    if name == "wagtail_bulk_action":
        return match.kwargs["action"], [item["item"] for item in context.get("items") or ()]
    if match.namespace == "wagtailadmin_pages":
        found = context.get("page_to_move") or context.get("page")
        return {"move_confirm": "move"}.get(name, name), [found] if found else []
    found = context.get("object")
    is_snippet = match.namespace.startswith("wagtailsnippets_")
    return name, [found] if is_snippet and isinstance(found, TranslatedModel) else []


def _unpublish(objects: Sequence[Any]) -> list[str]:
    told = [_offline(*group) for group in _groups(cascade.taken_offline(objects))]
    told += [_offline_below(*group) for group in _groups(cascade.taken_offline(objects, deep=True))]
    if told:
        told.append(_("Their texts are kept. They are public again once they are released anew."))
    return _as_one(told)


def _delete(objects: Sequence[Any]) -> list[str]:
    found = [*cascade.taken_offline(objects), *cascade.taken_offline(objects, deep=True)]
    told = [_offline(*group) for group in _groups(found)]
    if told:
        told.append(_("They and their texts are kept."))
    elif any(policy.is_translation(one) for one in objects):
        told.append(_("Texts of translations are kept: they can be released anew."))
    return _as_one(told)


def _move(objects: Sequence[Any]) -> list[str]:
    pages = [one for one in objects if isinstance(one, Page)]
    return _as_one([_along(*group) for group in _groups(cascade.moving_along(pages))])


def _copy(objects: Sequence[Any]) -> list[str]:
    languages = [str(locale) for one in objects for locale in cascade.coming_along(one)]
    if not languages:
        return []
    names = {"languages": ", ".join(languages)}
    return [_("The texts of its translations come along as drafts: %(languages)s.") % names]


SENTENCES: Mapping[str, Callable[[Sequence[Any]], list[str]]] = {
    "unpublish": _unpublish,
    "delete": _delete,
    "move": _move,
    "copy": _copy,
}


def _groups(found: Iterable[Any]) -> list[tuple[Locale, list[Any]]]:
    """Translations by their language, by its code."""
    ordered = sorted(found, key=lambda one: one.locale.language_code)
    groups = groupby(ordered, key=lambda one: one.locale)
    return [(locale, list(group)) for locale, group in groups]


def _offline(locale: Locale, found: Sequence[Any]) -> str:
    if not isinstance(found[0], Page):
        return ngettext(
            "%(count)d translation into %(language)s goes offline: %(names)s.",
            "%(count)d translations into %(language)s go offline: %(names)s.",
            len(found),
        ) % _values(locale, found)
    return ngettext(
        "%(count)d page in %(language)s goes offline: %(names)s.",
        "%(count)d pages in %(language)s go offline: %(names)s.",
        len(found),
    ) % _values(locale, found)


def _offline_below(locale: Locale, found: Sequence[Any]) -> str:
    return ngettext(
        "If the subpages are unpublished, too, %(count)d more page in %(language)s goes offline:"
        " %(names)s.",
        "If the subpages are unpublished, too, %(count)d more pages in %(language)s go offline:"
        " %(names)s.",
        len(found),
    ) % _values(locale, found)


def _along(locale: Locale, found: Sequence[Any]) -> str:
    return ngettext(
        "%(count)d page in %(language)s moves along: %(names)s.",
        "%(count)d pages in %(language)s move along: %(names)s.",
        len(found),
    ) % _values(locale, found)


def _values(locale: Locale, found: Sequence[Any]) -> dict[str, Any]:
    names = ", ".join(f"“{one}”" for one in found[:NAMED])
    left = len(found) - NAMED
    if left > 0:
        more = ngettext("and %(count)d more", "and %(count)d more", left) % {"count": left}
        names = f"{names} {more}"
    return {"count": len(found), "language": locale, "names": names}


def _as_one(told: Sequence[str]) -> list[str]:
    """One message of all sentences."""
    return [" ".join(told)] if told else []
