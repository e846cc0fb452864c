"""Submitted texts are frozen, read by somebody else, and released as they were read.

``steps`` takes the steps, ``reading`` tells what there is to read.
"""

from ..corrections import of
from .reading import Reading, ToChange, last_comment, read, returned, waiting
from .steps import approve, reasons, send_back, submit, withdraw, workflow_of

__all__ = [
    "Reading",
    "ToChange",
    "approve",
    "last_comment",
    "of",
    "read",
    "reasons",
    "returned",
    "send_back",
    "submit",
    "waiting",
    "withdraw",
    "workflow_of",
]
