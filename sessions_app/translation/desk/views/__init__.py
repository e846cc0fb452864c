"""The desk's screens."""

from .editor import EditorView, KeepView, SaveView, StateView, TokenView
from .overview import OverviewView
from .passage import OpenView, PreviewView, ReleaseView, ResumeView

__all__ = [
    "EditorView",
    "KeepView",
    "OpenView",
    "OverviewView",
    "PreviewView",
    "ReleaseView",
    "ResumeView",
    "SaveView",
    "StateView",
    "TokenView",
]
