"""Who may release a programme: whoever may publish its original."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry

from ..models import ProgrammePage, ProgrammeRelease

# What can be done to a release; it is never changed.
ACTIONS = frozenset({"add", "view", "delete"})


def releasable(user: Any) -> list[ProgrammePage]:
    """Originals that ``user`` may publish, in the order of the tree.

    One query, and none for whoever may publish nothing: the menu asks on every screen.
    """
    pages = policy_registry.get_by_type(ProgrammePage)
    if not user.is_active or not pages.user_has_permission(user, "publish"):
        return []
    programmes = ProgrammePage.objects.filter(source=None).select_related("locale")
    return [page for page in programmes.order_by("path") if may_release(user, page)]


def may_release(user: Any, programme: ProgrammePage) -> bool:
    """Whether ``user`` may publish the original ``programme``."""
    return bool(programme.permissions_for_user(user).can_publish())


class ReleasePolicy(BasePermissionPolicy):
    """Wagtail's generic views ask here; Django's model rights on releases say nothing."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether there is a programme that ``user`` may release.

        Administrators may, before there is any.
        """
        if action not in ACTIONS or not user.is_active:
            return False
        return user.is_superuser or bool(releasable(user))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """Whether ``user`` may do any of ``actions``; all of them mean the same."""
        return self.user_has_permission(user, "view") and not ACTIONS.isdisjoint(actions)

    def user_has_permission_for_instance(
        self, user: Any, action: str, instance: ProgrammeRelease
    ) -> bool:
        """Whether ``user`` may do this to the release ``instance``."""
        return action in ACTIONS and may_release(user, instance.programme)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[ProgrammeRelease]:
        """Releases to which ``user`` may do any of ``actions``."""
        if ACTIONS.isdisjoint(actions):
            return ProgrammeRelease.objects.none()
        return ProgrammeRelease.objects.filter(programme__in=releasable(user))

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Users who may publish any page."""
        granted = Q(groups__page_permissions__permission__codename="publish_page")
        allowed = granted | Q(is_superuser=True)
        return get_user_model()._default_manager.filter(allowed, is_active=True).distinct()
