"""The memory: ``store`` learns and finds, ``analysis`` counts words, ``curation`` keeps order."""

from .store import Match, Nearest, Unit, exact, fitting, learn, nearest, suggest

__all__ = ["Match", "Nearest", "Unit", "exact", "fitting", "learn", "nearest", "suggest"]
