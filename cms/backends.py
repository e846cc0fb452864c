"""Who is logged in, read with what every page of the admin asks about them."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend


class ProfileBackend(ModelBackend):
    """Django's own, that brings Wagtail's profile with the user: one query instead of two."""

    def get_user(self, user_id: Any) -> Any:
        """The active user of that primary key, or None."""
        users = get_user_model()._default_manager.select_related("wagtail_userprofile")
        user = users.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
