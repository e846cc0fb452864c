"""Wagtail's endpoints for pages: what each of them may still do, to translations and originals."""

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from rest_framework.fields import BooleanField, IntegerField
from rest_framework.serializers import ValidationError
from wagtail.models import Page

from .. import cascade, policy
from ..models import Action
from .rules import (
    BELOW,
    COPY,
    NOT_HERE,
    NOT_YOUR_LANGUAGE,
    OTHER_LANGUAGE,
    RELEASE,
    AtTheDesk,
    Barred,
    demand,
)

Rule = Callable[[HttpRequest, Page, dict[str, Any]], None]

# They show something and change nothing; Wagtail's own rights decide.
READING = frozenset(
    {
        "history",
        "history_results",
        "revisions_compare",
        "revisions_index",
        "revisions_view",
        "usage",
        "view_draft",
        "workflow_history",
        "workflow_history_detail",
        "workflow_preview",
    }
)
PAGE_ARGUMENTS = ("page_id", "page_to_move_id", "pk")


def judge(request: HttpRequest, name: str, arguments: dict[str, Any]) -> None:
    """Raise :class:`Barred` where the endpoint ``name`` may not act on its page for this user."""
    page = _page(arguments)
    if page is None:
        return
    if policy.is_translation(page):
        if name not in READING:
            TRANSLATION.get(name, _not_here)(request, page, arguments)
    elif name in ORIGINAL:
        ORIGINAL[name](request, page, arguments)


def judge_api(request: HttpRequest, arguments: dict[str, Any]) -> None:
    """Likewise for the actions of the admin's own API, named in the address."""
    name = arguments["action_name"]
    page = _page(arguments)
    if page is None:
        return
    data = _posted(request)
    target = _destination(data.get("destination_page_id"))
    if policy.is_translation(page):
        if name in {"delete", "unpublish"}:
            demand(request.user, page.locale_id, Action.PUBLISH)
        elif name == "move":
            _follow_original(request, page, target)
        else:
            raise Barred(
                {"publish": RELEASE, "copy": COPY, "create_alias": COPY}.get(name, NOT_HERE)
            )
    if name == "copy_for_translation":
        raise Barred(OTHER_LANGUAGE)
    if target is not None:
        stay_in_tree(page, target)
    if name == "move" and target is not None:
        # As Wagtail reads it: below the destination, or else beside it.
        is_below = data.get("position") in {"first-child", "last-child"}
        demand_company([page], target if is_below or target.is_root() else target.get_parent())
    if name in {"copy", "create_alias"} and _is_true(data.get("recursive")):
        _leave_translations_below(page)
    if name == "delete" or (name == "unpublish" and _is_true(data.get("recursive"))):
        demand_below(request.user, [page])


def stay_in_tree(page: Page, destination: Page) -> None:
    """Raise :class:`Barred` where ``page`` would come to stand among pages of another language."""
    if not destination.is_root() and destination.locale_id != page.locale_id:
        raise Barred(OTHER_LANGUAGE)


def demand_below(user: Any, pages: list[Page]) -> None:
    """Raise :class:`Barred` unless ``user`` may take offline all translations in these subtrees."""
    for locale in policy.translated_below(pages).values_list("locale_id", flat=True).distinct():
        if not policy.allows(user, Action.PUBLISH, locale):
            raise Barred(BELOW)


def _desk(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    raise AtTheDesk(page)


def _not_here(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    raise Barred(NOT_HERE)


def _no_copy(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    raise Barred(COPY)


def _offline(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    demand(request.user, page.locale_id, Action.PUBLISH)
    demand_below(request.user, [page])


def _publisher(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    demand(request.user, page.locale_id, Action.PUBLISH)


def _holder(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    demand(request.user, page.locale_id, Action.PUBLISH, Action.REVIEW)


def _review(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    if arguments.get("action_name") != "reject":
        raise Barred(RELEASE)
    _holder(request, page, arguments)


def _demand_moving(request: HttpRequest, page: Page) -> None:
    """Wagtail asks for the right when the move is made; its confirmation tells names before."""
    if not page.permissions_for_user(request.user).can_move():
        raise Barred(NOT_YOUR_LANGUAGE)


def _move_translation(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    _demand_moving(request, page)
    _follow_original(request, page, _destination(arguments.get("destination_id")))


def _follow_original(request: HttpRequest, page: Page, destination: Page | None) -> None:
    """Let a translation go to where its original stands, and nowhere else."""
    _publisher(request, page, {})
    if destination is None:
        return
    stay_in_tree(page, destination)
    parents = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    keys = {other.get_parent().translation_key for other in parents}
    if destination.translation_key not in keys:
        raise Barred(NOT_HERE)


def _move_original(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    _demand_moving(request, page)
    destination = _destination(arguments.get("destination_id"))
    if destination is not None:
        stay_in_tree(page, destination)
        demand_company([page], destination)


def demand_company(pages: list[Page], destination: Page) -> None:
    """Raise :class:`Barred` where a translation could not follow one of ``pages`` there."""
    against = cascade.hindrances(pages, destination)
    if against:
        raise Barred(" ".join(against))


def _copy_original(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    if request.method != "POST":
        return
    destination = _destination(request.POST.get("new_parent_page"))
    if destination is not None:
        stay_in_tree(page, destination)
    if request.POST.get("copy_subpages"):
        _leave_translations_below(page)


def _leave_translations_below(page: Page) -> None:
    if policy.translated_below([page]).exists():
        raise Barred(COPY)


def _cancel_workflow(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    if not page.permissions_for_user(request.user).can_edit():
        raise Barred(NOT_YOUR_LANGUAGE)


def _delete_original(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    demand_below(request.user, [page])


def _unpublish_original(request: HttpRequest, page: Page, arguments: dict[str, Any]) -> None:
    if request.POST.get("include_descendants"):
        demand_below(request.user, [page])


# What may be done to a translation, and by whom; every name left out is refused.
TRANSLATION: dict[str, Rule] = {
    "edit": _desk,
    "revisions_revert": _desk,
    "delete": _offline,
    "unpublish": _offline,
    "revisions_unschedule": _publisher,
    "set_page_position": _publisher,
    "lock": _holder,
    "unlock": _holder,
    "move": _move_translation,
    "move_confirm": _move_translation,
    "workflow_action": _review,
    "collect_workflow_action_data": _review,
    "copy": _no_copy,
}

# What originals must not do to translations, or become; everything else is Wagtail's to decide.
ORIGINAL: dict[str, Rule] = {
    "confirm_workflow_cancellation": _cancel_workflow,
    "copy": _copy_original,
    "move_confirm": _move_original,
    "delete": _delete_original,
    "unpublish": _unpublish_original,
}


def _page(arguments: dict[str, Any]) -> Page | None:
    pk = next((arguments[name] for name in PAGE_ARGUMENTS if name in arguments), None)
    return None if pk is None else Page.objects.filter(pk=int(pk)).first()


def _destination(value: Any) -> Page | None:
    """The page of that primary key, read as Wagtail reads it; None where there is none."""
    if value in (None, ""):
        return None
    try:
        return Page.objects.filter(pk=IntegerField().to_internal_value(value)).first()
    except ValidationError:
        return None


def _is_true(value: Any) -> bool:
    """Whether the API would take ``value`` for true; what it cannot read, it refuses itself."""
    try:
        return bool(BooleanField().to_internal_value(value)) if value is not None else False
    except ValidationError:
        return False


def _posted(request: HttpRequest) -> dict[str, Any]:
    """The body of a call to the API, whatever its format."""
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        data = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
