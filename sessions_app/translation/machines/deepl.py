"""DeepL; see developers.deepl.com/docs/api-reference/translate."""

from collections.abc import Iterator, Sequence
from typing import Any

from ...conf import configuration
from .base import Machine
from .http import Limits, checked_address, garbled, post

PAID, FREE = "https://api.deepl.com", "https://api-free.deepl.com"
# Keys of the free plan end like this.
FREE_KEY = ":fx"
# Texts of one request; its body may have 128 KiB, and JSON writes a letter with six signs at most.
MOST_TEXTS, MOST_SIGNS = 50, 20_000
# Languages that it writes in variants alone, and the variant where the site names none.
VARIANTS = dict(variant.split("-") for variant in ("EN-GB", "PT-PT"))


class DeepL(Machine):
    """The engine at deepl.com, by a key of its free or its paid plan."""

    name = "DeepL"

    def __init__(
        self, identifier: str, *, key: str, endpoint: str = "", **limits: float | int
    ) -> None:
        super().__init__(identifier)
        self._key = key
        self.endpoint = checked_address(endpoint or (FREE if key.endswith(FREE_KEY) else PAID))
        self.limits = Limits(**limits)  # type: ignore[arg-type]  # refuses what it does not know

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """In requests of fifty texts at most."""
        return [found for some in _portions(texts) for found in self._ask(some, source, target)]

    def _ask(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        answer = post(
            self.identifier,
            f"{self.endpoint}/v2/translate",
            {
                "text": list(texts),
                "source_lang": source.split("-")[0].upper(),
                "target_lang": _variant(target),
                "tag_handling": "html",
            },
            headers={"Authorization": f"DeepL-Auth-Key {self._key}"},
            limits=self.limits,
        )
        return _texts(answer, len(texts))


def _variant(code: str) -> str:
    """``EN-GB`` for ``en``, by the country that the settings name; else ``DE`` for ``de``."""
    language, _, country = code.upper().partition("-")
    if language in VARIANTS:
        return f"{language}-{country or _territory(code) or VARIANTS[language]}"
    return code.upper() if language == "ZH" else language


def _territory(code: str) -> str:
    return configuration().territories.get(code, "").upper()


def _texts(answer: Any, count: int) -> list[str]:
    try:
        found = [one["text"] for one in answer["translations"]]
    except (KeyError, TypeError) as error:
        raise garbled() from error
    if len(found) != count or not all(isinstance(text, str) for text in found):
        raise garbled()
    return found


def _portions(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    start, signs = 0, 0
    for place, text in enumerate(texts):
        signs += len(text)
        if place > start and (place - start == MOST_TEXTS or signs > MOST_SIGNS):
            yield texts[start:place]
            start, signs = place, len(text)
    if texts:
        yield texts[start:]
