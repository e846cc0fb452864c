"""What is left of a session: its film once it is over, and what was shown and handed out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from ...enums import MaterialKind
from ...models import Material
from ..facts import Facts
from ..reading import Reading
from ..texts import Text, is_same_language, language_name
from .players import Film, Track, film_of


@dataclass(frozen=True)
class Handout:
    """A material as a link. ``kind`` is its name, ``file_type`` and ``size`` (bytes) are those of
    a file that the site itself holds; ``title`` is in the language of the material."""

    kind: str
    address: str
    title: Text
    language: str = ""
    file_type: str = ""
    size: int | None = None


@dataclass(frozen=True)
class Kept:
    """What remains of a session. With a ``film`` its page tells what to watch, else when to come.

    ``handouts`` are all materials beside the film and its captions.
    """

    film: Film | None
    handouts: tuple[Handout, ...]

    def __bool__(self) -> bool:
        return bool(self.film or self.handouts)


def kept_of(facts: Facts, reading: Reading, now: datetime) -> Kept:
    """Film and handouts at the moment ``now``. No query: posters must be among the pictures read.

    The film is the recording in the reader's language, else the editors' first; others are links.
    """
    language = reading.frame.language
    materials = list(facts.materials)
    recordings = [m for m in materials if m.kind == MaterialKind.RECORDING]
    if not recordings or not is_over(facts, now):
        return Kept(None, _handouts(materials, language))
    recording = next(
        (m for m in recordings if is_same_language(m.language, language)), recordings[0]
    )
    captions = [m for m in materials if m.kind == MaterialKind.CAPTIONS and _is_near(m, reading)]
    heard = recording.language or facts.spoken_code
    film = film_of(
        recording.address,
        _title(recording, language) or Text(_("Recording of the session")),
        reading.photos.get(recording.poster_id),
        _tracks(captions, language, is_foreign=not is_same_language(heard, language)),
    )
    shown = [recording, *(captions if film.tracks else ())]
    return Kept(film, _handouts((m for m in materials if m not in shown), language))


def is_over(facts: Facts, now: datetime) -> bool:
    """Whether the session took place and no time of it is still to come."""
    held = [time for time in facts.times if not time.is_cancelled]
    now = now.astimezone(UTC)
    return bool(held) and all(time.end.astimezone(UTC) <= now for time in held)


def _is_near(material: Material, reading: Reading) -> bool:
    """Whether browsers let a film have these captions: those of the page's own origin."""
    address = material.address
    root = reading.frame.root_url
    return (address.startswith("/") and not address.startswith("//")) or (
        bool(root) and address.startswith(f"{root}/")
    )


def _tracks(captions: Iterable[Material], language: str, *, is_foreign: bool) -> list[Track]:
    """Captions as tracks; the reader's are on where the film is heard in another language."""
    found: list[Track] = []
    for material in captions:
        is_default = is_foreign and is_same_language(material.language, language)
        found.append(
            Track(
                address=material.address,
                language=material.language,
                label=material.title or language_name(material.language),
                is_default=is_default and not any(track.is_default for track in found),
            )
        )
    return found


def _handouts(materials: Iterable[Material], language: str) -> tuple[Handout, ...]:
    return tuple(
        Handout(
            kind=str(MaterialKind(material.kind).label),
            address=material.address,
            title=_title(material, language),
            language=material.language,
            file_type=material.file.file_extension.upper() if material.file else "",
            size=material.file.file_size if material.file else None,
        )
        for material in materials
    )


def _title(material: Material, language: str) -> Text:
    is_foreign = bool(material.language) and material.language != language
    return Text(material.title, material.language, foreign=is_foreign)
