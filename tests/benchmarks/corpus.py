"""German texts in any number, as a programme holds them, and the ways people change them.

The words follow one another as they do in the demo's own texts (chains of pairs), so that phrases
return as they return in real texts. Everything follows from the seed.
"""

import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


def german(value: Any) -> Iterator[str]:
    """Every German text of a demo file."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "de" and isinstance(inner, str):
                yield inner
            else:
                yield from german(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from german(inner)


class Corpus:
    """Texts of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.follow: dict[str, list[str]] = defaultdict(list)
        self.first: list[str] = []
        content = Path(settings.BASE_DIR) / "cms" / "demo" / "content"
        for path in sorted(content.rglob("*.toml")):
            for text in german(tomllib.loads(path.read_text())):
                for sentence in _SENTENCE.findall(text):
                    words = sentence.split()
                    if len(words) > 2:
                        self.first.append(words[0])
                        for word, after in zip(words, [*words[1:], ""], strict=True):
                            self.follow[word].append(after)
        self.words = sorted(self.follow)

    def sentence(self) -> str:
        """Three to thirty words."""
        words = [self.random.choice(self.first)]
        while len(words) < 30 and (after := self.random.choice(self.follow[words[-1]])):
            words.append(after)
        # A few words of one's own, as names and subjects differ from page to page.
        for place in range(len(words)):
            if self.random.random() < 0.15:
                words[place] = self.random.choice(self.words)
        return " ".join(words) if len(words) > 2 else self.sentence()

    def text(self) -> str:
        """A heading or label, a sentence, or a paragraph of two to four sentences."""
        kind = self.random.random()
        if kind < 0.25:
            return " ".join(self.sentence().split()[: self.random.randint(2, 6)])
        if kind < 0.7:
            return self.sentence()
        return " ".join(self.sentence() for _ in range(self.random.randint(2, 4)))

    def texts(self, count: int) -> list[str]:
        """So many texts, all different."""
        found: dict[str, None] = {}
        while len(found) < count:
            found.setdefault(self.text())
        return list(found)

    def changed(self, text: str) -> str:
        """``text`` as an editor may have changed it: one to three small steps."""
        words = text.split()
        for _ in range(self.random.randint(1, max(1, min(3, len(words) // 4)))):
            place = self.random.randrange(len(words))
            step = self.random.random()
            if step < 0.4:
                words[place] = self.random.choice(self.words)
            elif step < 0.6:
                words.insert(place, self.random.choice(self.words))
            elif step < 0.8 and len(words) > 2:
                del words[place]
            elif step < 0.9:
                words[place] += self.random.choice(["en", "s", "er", "innen"])
            else:
                words[place] = str(self.random.randint(2, 2030))
        return " ".join(words)

    def foreign(self) -> str:
        """A text of invented words, like nothing else."""
        letters = "abcdefghijklmnoprstuvwz"
        return " ".join(
            "".join(self.random.choices(letters, k=self.random.randint(3, 11))) for _ in range(12)
        )
