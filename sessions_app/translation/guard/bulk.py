"""The explorer's bulk actions: none of them releases, moves or hides a translation on the sly."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.models import Page

from .. import cascade, policy
from ..models import Action
from ..source import TranslatedModel
from . import pages
from .answers import refused
from .rules import NOT_HERE, RELEASE, Barred, demand


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Wagtail's hook: a response stops the whole action, nothing of it is done.

    What follows for translations is done in the action's own transaction.
    """
    data = action.cleaned_form.cleaned_data
    hold(action_type, objects, data)
    try:
        judge(request.user, action_type, objects, data)
    except Barred as barred:
        return refused(request, barred)
    return None


def hold(action_type: str, objects: Sequence[Any], data: dict[str, Any]) -> None:
    """Let whoever releases translations of these pages wait until the action is done."""
    found = [instance for instance in objects if isinstance(instance, Page)]
    if action_type == "move" and isinstance(data.get("chooser"), Page):
        found.append(data["chooser"])
    if found and action_type in {"delete", "move", "unpublish"}:
        deep = action_type != "unpublish" or bool(data.get("include_descendants"))
        cascade.hold_tree(found, deep=deep)


def judge(user: Any, action_type: str, objects: Sequence[Any], data: dict[str, Any]) -> None:
    """Raise :class:`Barred` where the action would reach a translation that it may not reach.

    Actions of the host's own are the host's business.
    """
    found = [instance for instance in objects if isinstance(instance, Page)]
    deep = bool(data.get("include_descendants"))
    if found:
        _judge_pages(user, action_type, found, deep=deep)
        destination = data.get("chooser")
        if action_type == "move" and isinstance(destination, Page):
            pages.demand_company(found, destination)
    elif action_type in {"delete", "publish", "unpublish"}:
        for instance in objects:
            if isinstance(instance, TranslatedModel) and policy.is_translation(instance):
                if action_type == "publish":
                    raise Barred(RELEASE)
                demand(user, instance.locale_id, Action.PUBLISH)


def _judge_pages(user: Any, action_type: str, found: list[Page], *, deep: bool) -> None:
    chosen = policy.translated(Page.objects.filter(pk__in=[page.pk for page in found]))
    if action_type == "publish":
        if chosen.exists() or (deep and policy.translated_below(found).exists()):
            raise Barred(RELEASE)
    elif action_type in {"delete", "unpublish"}:
        for page in chosen:
            demand(user, page.locale_id, Action.PUBLISH)
        if deep or action_type == "delete":
            pages.demand_below(user, found)
    elif action_type == "move" and chosen.exists():
        raise Barred(NOT_HERE)
