"""Wagtail's endpoints for snippets: what each may do to translations and to originals.

Wagtail's generic views ask for rights on the model; here the language of the object is asked for.
"""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from wagtail.models import Locale

from .. import policy, status
from ..models import Action
from ..source import TranslatedModel
from .rules import COPY, NOT_HERE, NOT_YOUR_LANGUAGE, RELEASE, AtTheDesk, Barred, demand

READING = frozenset(
    {
        "choose",
        "choose_results",
        "chosen",
        "chosen_multiple",
        "history",
        "history_results",
        "index",
        "index_results",
        "inspect",
        "list",
        "list_results",
        "revisions_compare",
        "revisions_view",
        "usage",
        "workflow_history",
        "workflow_history_detail",
        "workflow_preview",
    }
)
MAKING = frozenset({"add", "copy", "create", "preview_on_add"})
# Endpoints whose right depends on a running workflow; Wagtail asks its task.
IN_A_WORKFLOW = frozenset(
    {"collect_workflow_action_data", "confirm_workflow_cancellation", "workflow_action"}
)
RIGHTS = {
    "delete": "delete",
    "lock": "lock",
    "unlock": "unlock",
    "unpublish": "publish",
    "revisions_unschedule": "publish",
}


def judge(
    request: HttpRequest, name: str, model: type[TranslatedModel], arguments: dict[str, Any]
) -> None:
    """Raise :class:`Barred` where the endpoint ``name`` may not act on its object for this user."""
    if name in READING:
        return
    instance = _instance(model, arguments)
    if instance is not None and policy.is_translation(instance):
        _judge_translation(request, name, instance, arguments)
    elif instance is not None:
        _judge_original(request, name, instance)
    elif "pk" not in arguments and name in MAKING:
        _demand_right(request.user, "add", model, _new_locale(request))
        if "action-publish" in request.POST:
            _demand_right(request.user, "publish", model, _new_locale(request))


def _judge_translation(
    request: HttpRequest, name: str, instance: TranslatedModel, arguments: dict[str, Any]
) -> None:
    if name in {"edit", "revisions_revert"}:
        raise AtTheDesk(instance)
    if name in {"delete", "unpublish", "revisions_unschedule"}:
        demand(request.user, instance.locale_id, Action.PUBLISH)
        if name == "unpublish":
            _demand_unlocked(request, instance)
    elif name in {"lock", "unlock"}:
        demand(request.user, instance.locale_id, Action.PUBLISH, Action.REVIEW)
    elif name in IN_A_WORKFLOW:
        if arguments.get("action_name") != "reject":
            raise Barred(RELEASE)
        demand(request.user, instance.locale_id, Action.PUBLISH, Action.REVIEW)
    else:
        raise Barred(COPY if name == "copy" else NOT_HERE)


def _demand_unlocked(request: HttpRequest, instance: TranslatedModel) -> None:
    """Wagtail keeps locked pages from being taken offline, and forgets the snippets."""
    if held := status.holds(instance, request.user, in_review=False):
        raise Barred(" ".join(held))


def _judge_original(request: HttpRequest, name: str, instance: TranslatedModel) -> None:
    user, model, locale = request.user, type(instance), instance.locale_id
    if name in {"workflow_action", "collect_workflow_action_data"}:
        return
    if name in MAKING:
        _demand_right(user, "add", model, locale)
        return
    task = getattr(instance, "current_workflow_task", None)
    if name not in RIGHTS and task is not None and task.user_can_access_editor(instance, user):
        return
    if name == "confirm_workflow_cancellation" and not policy.may_edit_original(user, instance):
        raise Barred(NOT_YOUR_LANGUAGE)
    _demand_right(user, RIGHTS.get(name, "change"), model, locale)
    if "action-publish" in request.POST:
        _demand_right(user, "publish", model, locale)


def _demand_right(user: Any, action: str, model: type[TranslatedModel], locale: int) -> None:
    """Raise :class:`Barred` where ``user`` has the model right, but not in this language.

    Who does not have it at all is left to Wagtail, which knows of workflows and locks.
    """
    right = f"{model._meta.app_label}.{action}_{model._meta.model_name}"
    languages = policy.languages_of_right(user, right, Action.WRITE)
    if languages is not None and locale not in languages and user.has_perm(right):
        raise Barred(NOT_YOUR_LANGUAGE)


def _instance(model: type[TranslatedModel], arguments: dict[str, Any]) -> TranslatedModel | None:
    if "pk" not in arguments:
        return None
    try:
        return model._default_manager.filter(pk=unquote(str(arguments["pk"]))).first()
    except (ValueError, ValidationError):
        return None


def _new_locale(request: HttpRequest) -> int:
    """Language that a new object would get: the one in the address, else the site's first."""
    code = request.GET.get("locale")
    named = Locale.objects.filter(language_code=code).first() if code else None
    return (named or Locale.get_default()).pk
