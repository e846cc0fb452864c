"""Submitted texts are frozen, read by somebody else, and released as they were read.

``steps`` takes the steps, ``reading`` tells what there is to read.
"""

from ..corrections import of
from .reading import (
    ToChange,
    corrected,
    is_behind,
    last_comment,
    returned,
    seen,
    to_change,
    waiting,
)
from .steps import approve, reasons, send_back, submit, withdraw, workflow_of

__all__ = [
    "ToChange",
    "approve",
    "corrected",
    "is_behind",
    "last_comment",
    "of",
    "reasons",
    "returned",
    "seen",
    "send_back",
    "submit",
    "to_change",
    "waiting",
    "withdraw",
    "workflow_of",
]
