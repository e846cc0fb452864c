"""What can be wrong with one translated text: one small class per rule, all of them pure."""

from .base import Check, Finding, Found, Pair, Severity, Term, registry, run

__all__ = ["Check", "Finding", "Found", "Pair", "Severity", "Term", "registry", "run"]
