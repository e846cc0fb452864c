"""What the desk keeps beside wagtail-localize's own tables."""

from .permission import Action, LocalePermission
from .record import Release, SourceState, Succession

__all__ = ["Action", "LocalePermission", "Release", "SourceState", "Succession"]
