"""The glossary: ``store`` keeps it at hand, ``importing`` reads files, ``rights`` says who may."""

from .store import Entry, Hit, Index, forget, terms

__all__ = ["Entry", "Hit", "Index", "forget", "terms"]
