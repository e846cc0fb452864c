"""The desk's screens."""

from .editor import EditorView, StateView, TokenView
from .help import DismissView, HelpView, NoteView, ReinstateView, ResolveView
from .jobs import JobsView, JobView, PlanView
from .machines import MachinesView
from .memory import (
    CorrectionView,
    ExportView,
    ImportReportView,
    ImportView,
    MemoryView,
    RestoreView,
    RetireView,
)
from .overview import OverviewView
from .passage import OpenView, PreviewView, ReleaseView, ResumeView
from .pulse import PulseView
from .review import ApproveView, ReviewView, SendBackView, SubmitView, WithdrawView
from .segment import ConfirmView, KeepView, SaveView
from .words import AllWordsView, WordsView

__all__ = [
    "AllWordsView",
    "ApproveView",
    "ConfirmView",
    "CorrectionView",
    "DismissView",
    "EditorView",
    "ExportView",
    "HelpView",
    "ImportReportView",
    "ImportView",
    "JobView",
    "JobsView",
    "KeepView",
    "MachinesView",
    "MemoryView",
    "NoteView",
    "OpenView",
    "OverviewView",
    "PlanView",
    "PreviewView",
    "PulseView",
    "ReinstateView",
    "ReleaseView",
    "ResolveView",
    "RestoreView",
    "ResumeView",
    "RetireView",
    "ReviewView",
    "SaveView",
    "SendBackView",
    "StateView",
    "SubmitView",
    "TokenView",
    "WithdrawView",
    "WordsView",
]
