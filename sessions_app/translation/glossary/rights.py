"""Who may read and who may change the glossary: by the language into which a term is translated."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from .. import policy
from ..models import Action, GlossaryTerm
from ..words import lemmas

READING = (Action.TRANSLATE, Action.REVIEW, Action.PUBLISH)
# Terms bind everybody who translates: they are set by those who answer for translations.
CHANGING = (Action.REVIEW, Action.PUBLISH)


def languages(user: policy.User, *actions: Action) -> frozenset[str]:
    """Codes of the languages into which ``user`` may do one of ``actions``, regions left off too.

    No query beside those of the policy.
    """
    codes = policy.codes(user, *actions)
    return frozenset(codes | {lemmas.base(code) for code in codes})


def may_change(user: policy.User, target_language: str) -> bool:
    """Whether ``user`` may write, change and delete terms into this language."""
    return target_language in languages(user, *CHANGING)


class GlossaryPolicy(BasePermissionPolicy):
    """Wagtail's generic views ask here; Django's model rights on terms say nothing."""

    def user_has_permission(self, user: policy.User, action: str) -> bool:
        """Whether there is a language in which ``user`` may do this."""
        return user.is_active and bool(languages(user, *_actions(action)))

    def user_has_permission_for_instance(
        self, user: policy.User, action: str, instance: GlossaryTerm
    ) -> bool:
        """Whether ``user`` may do this to the term ``instance``."""
        allowed = languages(user, *_actions(action)) if user.is_active else frozenset()
        return instance.target_language in allowed

    def instances_user_has_any_permission_for(
        self, user: policy.User, actions: Iterable[str]
    ) -> QuerySet[GlossaryTerm]:
        """Terms to which ``user`` may do any of ``actions``."""
        codes: set[str] = set()
        if user.is_active:
            codes = {code for action in actions for code in languages(user, *_actions(action))}
        return GlossaryTerm.objects.filter(target_language__in=codes)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Users who may do any of ``actions`` in some language."""
        wanted = {one for action in actions for one in _actions(action)}
        granted = Q(groups__locale_permissions__action__in=wanted) | Q(is_superuser=True)
        return get_user_model()._default_manager.filter(granted, is_active=True).distinct()


def _actions(action: str) -> tuple[Action, ...]:
    return READING if action == "view" else CHANGING
