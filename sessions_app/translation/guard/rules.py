"""What all rules share: the ways to say no, and whom to ask."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .. import policy
from ..models import Action

AT_THE_DESK = _("Translations are written and released at the desk, not in this form.")
NOT_HERE = _("This is not possible with a translation.")
NOT_YOUR_LANGUAGE = _("You may not do this in this language.")
COPY = _("A translation cannot be copied: copy the original and have the copy translated.")
OTHER_LANGUAGE = _("A page stays in the tree of its own language: have it translated instead.")
BELOW = _("There are translations below this page that you may not take offline.")
LOCALE_IN_USE = _("There are translated texts in this language; they would be lost.")
RELEASE = _("Translations go live by a release at the desk alone.")


class Barred(Exception):
    """Not through this door; ``str()`` says why in the user's language."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))


class AtTheDesk(Barred):
    """Not through this door, but ``instance`` can be worked on at the desk."""

    def __init__(self, instance: Any) -> None:
        super().__init__(AT_THE_DESK)
        self.instance = instance


def demand(user: Any, locale: int, *actions: Action) -> None:
    """Raise :class:`Barred` unless ``user`` may do one of ``actions`` in ``locale``."""
    if not any(policy.allows(user, action, locale) for action in actions):
        raise Barred(NOT_YOUR_LANGUAGE)
