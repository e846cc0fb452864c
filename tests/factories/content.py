"""Sessions, people, partners, labels and pictures."""

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Drawing
from PIL import ImageDraw
from wagtail.blocks import StreamValue
from wagtail.documents.models import Document
from wagtail.models import Locale, Page

from cms.models import ContentPage, HomePage, PlainPage
from sessions_app.models import (
    Appearance,
    Material,
    Partner,
    Photo,
    ProgrammePage,
    Room,
    SessionFormat,
    SessionPage,
    Slot,
    Speaker,
    Track,
)
from sessions_app.slugs import slugify
from sessions_app.translation.source import TranslatedModel

BERLIN = ZoneInfo("Europe/Berlin")
T = TypeVar("T", bound=TranslatedModel)
_number = count(1)


def _locale(locale: Locale | str) -> Locale:
    return Locale.objects.get(language_code=locale) if isinstance(locale, str) else locale


def make_photo(
    title: str = "Bild", *, size: tuple[int, int] = (24, 16), credit: str = "", **alt_texts: str
) -> Photo:
    """A drawn PNG in the library; ``make_photo("Saal", de="Ein Saal", en="A hall")``."""
    drawing = Drawing.new("RGB", size, "#8a2b0e")
    ImageDraw.Draw(drawing).line([(0, 0), size], fill="#f4efe6", width=2)
    file = BytesIO()
    drawing.save(file, "PNG")
    photo = Photo(title=title, credit=credit, alt_texts=alt_texts, width=size[0], height=size[1])
    photo.file = ImageFile(BytesIO(file.getvalue()), name=f"photo-{next(_number)}.png")
    photo.save()
    return photo


def make_speaker(
    name: str = "Ada Beispiel", *, locale: Locale | str = "de", **fields: Any
) -> Speaker:
    """A live person, the original of its translations."""
    fields.setdefault("slug", f"{slugify(name, 'de')}-{next(_number)}")
    return Speaker.objects.create(name=name, locale=_locale(locale), **fields)


def make_partner(
    name: str = "Stiftung Wort", *, locale: Locale | str = "de", **fields: Any
) -> Partner:
    """A live partner, the original of its translations."""
    return Partner.objects.create(name=name, locale=_locale(locale), **fields)


def make_track(
    name: str = "Staat und Gesellschaft", *, locale: Locale | str = "de", **fields: Any
) -> Track:
    """A live track, the original of its translations."""
    return Track.objects.create(name=name, locale=_locale(locale), **fields)


def make_format(
    name: str = "Podium", *, locale: Locale | str = "de", **fields: Any
) -> SessionFormat:
    """A live format, the original of its translations."""
    return SessionFormat.objects.create(name=name, locale=_locale(locale), **fields)


def make_room(name: str = "Großer Saal", *, locale: Locale | str = "de", **fields: Any) -> Room:
    """A live room, the original of its translations."""
    return Room.objects.create(name=name, locale=_locale(locale), **fields)


def slot(
    start: datetime | str = "2026-09-17 10:00",
    minutes: int = 60,
    room: Room | None = None,
    **fields: Any,
) -> Slot:
    """An unsaved time; text is read as local time of the programme (Europe/Berlin)."""
    if isinstance(start, str):
        start = datetime.fromisoformat(start).replace(tzinfo=BERLIN)
    return Slot(start=start, minutes=minutes, room=room, **fields)


def make_programme(home: HomePage, *, title: str = "Programm", **fields: Any) -> ProgrammePage:
    """A live programme below ``home``, in its language."""
    fields.setdefault("slug", slugify(title, "de"))
    return add_child(home, ProgrammePage(title=title, locale=home.locale, **fields))


def make_content_page(
    home: HomePage,
    *,
    title: str = "Impressum",
    model: type[PlainPage] = ContentPage,
    **fields: Any,
) -> PlainPage:
    """A live plain page below ``home``, in its language."""
    fields.setdefault("slug", slugify(title, "de"))
    return add_child(home, model(title=title, locale=home.locale, **fields))


def make_document(name: str = "folien.pdf", content: bytes = b"%PDF-1.7 ...") -> Document:
    """A file in the library, with its size."""
    document = Document(title=name, file=ContentFile(content, name=name))
    document._set_document_file_metadata()
    document.save()
    return document


def make_session(
    programme: ProgrammePage,
    *,
    title: str = "Ein Gespräch",
    people: Iterable[Speaker | tuple[Speaker, str]] = (),
    slots: Iterable[Slot] = (),
    materials: Iterable[Material] = (),
    body: list[dict[str, Any]] | StreamValue | None = None,
    **fields: Any,
) -> SessionPage:
    """A live session below ``programme``, in its language, the original of its translations.

    ``people`` are speakers or pairs of speaker and role; ``slots`` come from :func:`slot`,
    ``body`` from :func:`tests.factories.body`. Read anew, as a view would meet it.
    """
    fields.setdefault("slug", slugify(title, "de"))
    fields.setdefault("spoken_language", "de")
    page = SessionPage(title=title, locale=programme.locale, **fields)
    page.body = stream(page, body or [])
    page.slots = list(slots)
    page.materials = list(materials)
    pairs = [person if isinstance(person, tuple) else (person, "speaker") for person in people]
    page.appearances = [
        Appearance(speaker=speaker, role=role, sort_order=order)
        for order, (speaker, role) in enumerate(pairs)
    ]
    add_child(programme, page)
    return SessionPage.objects.get(pk=page.pk)


def add_child(parent: Page, page: Page) -> Page:
    """Put ``page`` below ``parent``, whose tree columns may be behind if it was read earlier."""
    parent.refresh_from_db()
    return parent.add_child(instance=page)


def stream(page: SessionPage, raw: list[dict[str, Any]] | StreamValue) -> StreamValue:
    """Raw blocks as the value of the page's body."""
    if isinstance(raw, StreamValue):
        return raw
    return StreamValue(page.body.stream_block, raw, is_lazy=True)


def translate(original: T, language: str, **texts: Any) -> T:
    """A target row with ``source`` set, as a release would leave it; live by default.

    Facts stay on the original. Texts not given are those of the original with the language code
    in front, so that no test mistakes one for the other. Pages stand below the translation of
    their parent (the tree root for homes).
    """
    locale = Locale.objects.get(language_code=language)
    for field in type(original).translatable_fields:
        name = field.field_name
        value = getattr(original, name)
        if name not in texts:
            texts[name] = f"[{language}] {value}" if isinstance(value, str) and value else value
    if isinstance(texts.get("body"), list):
        texts["body"] = stream(original, texts["body"])
    if hasattr(original, "people_slug"):
        texts.setdefault("people_slug", original.people_slug)
    made = type(original)(
        locale=locale, translation_key=original.translation_key, source=original, **texts
    )
    if not isinstance(original, Page):
        made.save()
        return type(original).objects.get(pk=made.pk)
    made.slug = texts.get("slug") or slugify(made.title, language)
    parent = original.get_parent()
    if not parent.is_root():
        parent = parent.get_translation(locale)
    parent.add_child(instance=made)
    return type(original).objects.get(pk=made.pk)


def publish(instance: T, user: Any = None) -> T:
    """Save a revision of the object as it is in memory and publish it, as the editor does."""
    instance.save_revision(user=user).publish(user=user)
    return type(instance).objects.get(pk=instance.pk)
