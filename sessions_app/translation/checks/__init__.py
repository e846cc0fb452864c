"""What can be wrong with one translated text: one small class per rule, all of them pure."""

from .base import Address, Check, Finding, Found, Pair, Severity, Term, registry, run

__all__ = ["Address", "Check", "Finding", "Found", "Pair", "Severity", "Term", "registry", "run"]
