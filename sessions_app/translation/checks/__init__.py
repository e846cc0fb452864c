"""What can be wrong with one translated text: one small class per rule, all of them pure."""

from .base import Check, Finding, Pair, Severity, run

__all__ = ["Check", "Finding", "Pair", "Severity", "run"]
