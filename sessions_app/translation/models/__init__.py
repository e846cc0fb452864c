"""What the desk keeps beside wagtail-localize's own tables."""

from .glossary import GlossaryTerm
from .history import SegmentEvent, StringSize
from .memory import MemoryEntry, MemoryImport, MemorySketch
from .notice import Notice, NoticePreferences
from .permission import Action, LocalePermission
from .record import Release, SourceState, Succession
from .review import Review, TranslationReviewTask
from .rules import PublicationRules
from .timing import PlannedRelease
from .work import Assignment, BulkJob

__all__ = [
    "Action",
    "Assignment",
    "BulkJob",
    "GlossaryTerm",
    "LocalePermission",
    "MemoryEntry",
    "MemoryImport",
    "MemorySketch",
    "Notice",
    "NoticePreferences",
    "PlannedRelease",
    "PublicationRules",
    "Release",
    "Review",
    "SegmentEvent",
    "SourceState",
    "StringSize",
    "Succession",
    "TranslationReviewTask",
]
