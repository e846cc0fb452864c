"""What the desk keeps beside wagtail-localize's own tables."""

from .glossary import GlossaryTerm
from .history import SegmentEvent, StringSize
from .memory import MemoryEntry, MemoryImport, MemorySketch
from .permission import Action, LocalePermission
from .record import Release, SourceState, Succession
from .review import Review, TranslationReviewTask
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
    "Release",
    "Review",
    "SegmentEvent",
    "SourceState",
    "StringSize",
    "Succession",
    "TranslationReviewTask",
]
