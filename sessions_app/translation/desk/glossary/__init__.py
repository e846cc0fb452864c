"""The glossary in Wagtail's admin: list, form, history, files in and out."""

from .viewset import GlossaryViewSet, log_actions

__all__ = ["GlossaryViewSet", "log_actions"]
