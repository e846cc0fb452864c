"""The desk's screens."""

from .address import AddressView
from .assigning import AssignView
from .changes import ChangesView
from .editor import EditorView, StateView, TokenView
from .help import (
    ApproveTextView,
    DismissView,
    HelpView,
    NeedsWorkView,
    NoteView,
    ReinstateView,
    ResolveView,
    SettleView,
)
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
from .mine import ClaimView, MineView
from .notices import NoticesView
from .overview import OverviewView
from .passage import OpenView, PreviewView, ReleaseView, ResumeView
from .pulse import PulseView
from .review import ApproveView, ReviewView, SendBackView, SubmitView, WithdrawView
from .segment import ConfirmView, KeepView, RevertView, SaveView
from .timing import CancelPlanView, PlannedView, PlanReleaseView, UnreleaseView
from .words import AllWordsView, WordsView

__all__ = [
    "AddressView",
    "AllWordsView",
    "ApproveTextView",
    "ApproveView",
    "AssignView",
    "CancelPlanView",
    "ChangesView",
    "ClaimView",
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
    "MineView",
    "NeedsWorkView",
    "NoteView",
    "NoticesView",
    "OpenView",
    "OverviewView",
    "PlanReleaseView",
    "PlanView",
    "PlannedView",
    "PreviewView",
    "PulseView",
    "ReinstateView",
    "ReleaseView",
    "ResolveView",
    "RestoreView",
    "ResumeView",
    "RetireView",
    "RevertView",
    "ReviewView",
    "SaveView",
    "SendBackView",
    "SettleView",
    "StateView",
    "SubmitView",
    "TokenView",
    "UnreleaseView",
    "WithdrawView",
    "WordsView",
]
