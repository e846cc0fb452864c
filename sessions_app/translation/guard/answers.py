"""How a refusal is told: in the admin's own look, in the user's language."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from .. import localize, policy
from ..models import Action
from .rules import AtTheDesk, Barred


def refused(request: HttpRequest, barred: Barred) -> HttpResponse:
    """403 with the reason: a page for people, JSON for scripts."""
    message = str(barred)
    if _is_script(request):
        return JsonResponse({"message": message}, status=403)
    context = {"message": message, "desk": policy.may_open_desk(request.user)}
    response = TemplateResponse(request, "translation/guard/refused.html", context, status=403)
    return response.render()


def to_the_desk(request: HttpRequest, barred: AtTheDesk) -> HttpResponse:
    """The way to the desk's editor, for those who have something to do there; else 403."""
    address = desk_address(request.user, barred.instance)
    if address is None or _is_script(request):
        return refused(request, barred)
    return redirect(address)


def desk_address(user: Any, instance: Any) -> str | None:
    """Where ``instance``, a translation, is edited; None where ``user`` may not or nothing is."""
    actions = (Action.TRANSLATE, Action.REVIEW, Action.PUBLISH)
    if instance.locale_id not in policy.locales(user, *actions):
        return None
    found = localize.translations_of([instance.translation_key], instance.locale_id).first()
    return found and reverse("sessions_translation:editor", args=[found.pk])


def _is_script(request: HttpRequest) -> bool:
    wants = request.headers.get("Accept", "")
    return (
        request.headers.get("X-Requested-With") == "XMLHttpRequest"
        or request.content_type == "application/json"
        or wants.startswith("application/json")
    )
