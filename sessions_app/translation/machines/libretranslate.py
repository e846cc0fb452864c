"""LibreTranslate, which anybody can run; see docs.libretranslate.com."""

from collections.abc import Sequence

from .base import Machine
from .http import Limits, checked_address, garbled, post

# Servers refuse more in one request, each by its own setting.
MOST_TEXTS = 20


class LibreTranslate(Machine):
    """A server of LibreTranslate at ``endpoint``; ``key`` where it asks for one."""

    name = "LibreTranslate"

    def __init__(
        self, identifier: str, *, endpoint: str, key: str = "", **limits: float | int
    ) -> None:
        super().__init__(identifier)
        self._key = key
        self.endpoint = checked_address(endpoint)
        self.limits = Limits(**limits)  # type: ignore[arg-type]  # refuses what it does not know

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """In requests of twenty texts at most."""
        steps = range(0, len(texts), MOST_TEXTS)
        portions = [texts[start : start + MOST_TEXTS] for start in steps]
        return [found for some in portions for found in self._ask(some, source, target)]

    def _ask(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        payload = {
            "q": list(texts),
            "source": source.split("-")[0],
            "target": target.split("-")[0],
            "format": "html",
        }
        if self._key:
            payload["api_key"] = self._key
        address = f"{self.endpoint}/translate"
        answer = post(self.identifier, address, payload, limits=self.limits)
        found = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(found, list) or len(found) != len(texts):
            raise garbled()
        if not all(isinstance(text, str) for text in found):
            raise garbled()
        return found
