"""Closes every way around ``policy.py`` and ``release.py``, for administrators too.

``stock`` takes wagtail-localize's own screens away, ``pages`` and ``snippets`` say for each of
Wagtail's endpoints who may use it on what, ``bulk`` does so for the explorer's bulk actions,
``middleware`` asks them before a view runs, ``checks`` refuses a host that leaves a door open.
"""

from wagtail import hooks
from wagtail.models import AbstractPage, Page
from wagtail.permissions import register_permission_policy

from .. import policy
from ..glossary import rights
from ..groups import LocalePermissionPanel
from ..models import GlossaryTerm
from ..source import translated_models
from . import bulk, checks, stock
from .middleware import GuardMiddleware

__all__ = ["GuardMiddleware", "install"]


def install() -> None:
    """Take effect; called once, when all models are loaded and before any hook is looked for."""
    register_permission_policy(AbstractPage, policy.LocalePagePolicy())
    for model in translated_models():
        if not issubclass(model, Page):
            register_permission_policy(model, policy.LocalePolicy(model))
    register_permission_policy(GlossaryTerm, rights.GlossaryPolicy(GlossaryTerm))
    stock.take_away()
    hooks.register("before_bulk_action", bulk.before_bulk_action, order=-100)
    hooks.register("register_group_permission_panel", lambda: LocalePermissionPanel)
    checks.connect()
