"""Labels, partners and people: unsaved objects in one language from the data files."""

from collections.abc import Iterator

from sessions_app.models import Partner, Room, SessionFormat, Speaker, Track
from sessions_app.models.snippets import TranslatedSnippet

from .pictures import Library
from .prose import to_html
from .reading import Data, key, read, text, written_in

LABELS: dict[str, tuple[str, type[TranslatedSnippet]]] = {
    "track": ("tracks", Track),
    "format": ("formats", SessionFormat),
    "room": ("rooms", Room),
}
LABEL_FACTS = ("order", "color", "capacity", "step_free")


def labels() -> Iterator[tuple[str, str, Data]]:
    """Kind, name and data of every track, format and room."""
    data = read("labels")
    for kind, (group, _model) in LABELS.items():
        for name, label in data[group].items():
            yield kind, name, label


def make_label(kind: str, name: str, data: Data, language: str) -> TranslatedSnippet:
    """A track, format or room, not saved yet."""
    _group, model = LABELS[kind]
    label = model(translation_key=key(kind, name), name=text(data, "name", language))
    if language == written_in(data):
        for fact in LABEL_FACTS:
            if fact in data:
                setattr(label, fact, data[fact])
    return label


def make_partner(name: str, data: Data, language: str, library: Library) -> Partner:
    """A partner, not saved yet; its logo is drawn for the original."""
    partner = Partner(
        translation_key=key("partner", name),
        name=text(data, "name", language),
        description=text(data, "description", language),
    )
    if language == written_in(data):
        partner.website = data["website"]
        partner.logo = library.logo(name, data)
    return partner


def make_person(name: str, data: Data, language: str, library: Library, turn: int) -> Speaker:
    """A person, not saved yet; the picture is drawn for the original."""
    person = Speaker(
        translation_key=key("person", name),
        position=text(data, "position", language),
        organisation=text(data, "organisation", language),
        biography=_biography(text(data, "biography", language)),
    )
    if language == written_in(data):
        person.name, person.slug = data["name"], name
        person.pronouns = data.get("pronouns", "")
        person.website = data.get("website", "")
        person.photo = library.person(name, data, turn)
    return person


def rewrite(person: Speaker, later: Data) -> None:
    """Change the texts of an original to what ``later`` says."""
    for field, value in later.items():
        setattr(person, field, _biography(value) if field == "biography" else value)


def _biography(prose: str) -> str:
    def no_page(target: str) -> int:
        raise KeyError(target)

    return to_html(prose, no_page)
