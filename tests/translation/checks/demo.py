"""The demo's texts in both languages as the pairs that the checks see."""

import re
from collections.abc import Iterator
from typing import Any

from cms.demo.reading import FOLDER, LANGUAGES, read, sessions, translated_into, written_in
from sessions_app.translation import checks

_LINK = re.compile(r"\[([^\]]+)\]\([^)\s]+\)")
_RICH = {"text", "details", "lead", "body", "biography", "introduction"}


def pairs() -> Iterator[tuple[str, checks.Pair]]:
    """Every translated text with where it stands; a text that is kept as it is, is left out."""
    people = tuple(person["name"] for person in read("people").values())
    for path in sorted(FOLDER.glob("*.toml")):
        data = read(path.stem)
        yield from _walk(path.stem, data, *LANGUAGES, people)
    for name, data in sessions().items():
        yield from _walk(name, data, written_in(data), translated_into(data), people)


def _walk(
    place: str, data: Any, source: str, target: str, names: tuple[str, ...]
) -> Iterator[tuple[str, checks.Pair]]:
    if isinstance(data, list):
        for number, one in enumerate(data):
            yield from _walk(f"{place}.{number}", one, source, target, names)
    elif isinstance(data, dict):
        if isinstance(data.get(source), str) and isinstance(data.get(target), str):
            yield from _pairs(place, data[source], data[target], source, target, names)
        for key, one in data.items():
            # Slugs are no texts to translate.
            if key not in LANGUAGES and not key.endswith("slug"):
                yield from _walk(f"{place}.{key}", one, source, target, names)


def _pairs(
    place: str, text: str, translation: str, source: str, target: str, names: tuple[str, ...]
) -> Iterator[tuple[str, checks.Pair]]:
    field = place.rsplit(".", 1)[-1]
    rows = [re.split(r"\n\n|\n(?=- )", one.strip()) for one in (text, translation)]
    assert len(rows[0]) == len(rows[1]), place
    for left, right in zip(*rows, strict=True):
        if left != right:
            yield (
                place,
                checks.Pair(
                    source=_html(left),
                    target=_html(right),
                    source_language=source,
                    target_language=target,
                    rich=len(rows[0]) > 1 or field.isdigit(),
                    field="alt_text" if field == "alt" else field,
                    part="h2" if left.startswith("## ") else "",
                    names=names,
                ),
            )


def _html(text: str) -> str:
    numbers = iter(range(1, 100))
    text = text.removeprefix("## ").removeprefix("- ").replace("\n", " ")
    return _LINK.sub(lambda link: f'<a id="a{next(numbers)}">{link[1]}</a>', text)
