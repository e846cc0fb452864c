"""Who may do what, per language; for pages and snippets alike. Every admin endpoint asks here."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Locale

from .models import Action


def locales(user: AbstractBaseUser, *actions: Action) -> set[int]:
    """Primary keys of the locales in which ``user`` may do any of ``actions`` (default: any).

    One query per user object; a superuser may do everything everywhere.
    """
    raise NotImplementedError


def allows(user: AbstractBaseUser, action: Action, locale: Locale | int) -> bool:
    """Whether ``user`` may do ``action`` in ``locale``."""
    raise NotImplementedError


def may_open_desk(user: AbstractBaseUser) -> bool:
    """Whether the desk has anything to show to ``user``."""
    raise NotImplementedError


def may_edit_original(user: AbstractBaseUser, instance: Any) -> bool:
    """Whether ``user`` may change ``instance`` in Wagtail's own forms.

    Never a translation (``source`` set, or an open translation into its locale): the desk is
    the door for those. Originals: by Wagtail's rights, which a group has in the languages it may
    write in, and in all where the group bears no language permission.
    """
    raise NotImplementedError
