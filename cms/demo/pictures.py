"""The demo's pictures in the library: drawn when they are first needed."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL.Image import Image

from sessions_app.models import Photo

from .drawing import figure, place, rings, wordmark
from .reading import LANGUAGES, Data, read

# The word before it comes from the page, in the reader's language.
CREDIT = "Zwiesprache"


class Library:
    """Pictures by what they show; a motif that several pages share is drawn once."""

    def __init__(self) -> None:
        self._motifs = read("pictures")
        self._stored: dict[str, Photo] = {}

    def motif(self, name: str) -> Photo:
        """The picture of that motif; taken from the library where it is there already."""
        if name not in self._stored:
            data = self._motifs[name]
            found = Photo.objects.filter(title=data["title"], credit=CREDIT).first()
            self._stored[name] = found or _store(
                place(name), f"{name}.jpg", data["title"], data["alt"]
            )
        return self._stored[name]

    def person(self, key: str, data: Data, turn: int) -> Photo:
        """A drawing in place of a photograph; of real people there is no likeness."""
        if data.get("real"):
            drawing = rings(key, turn)
            alt = {
                "de": "Abstrakte Zeichnung aus Kreisen, kein Bildnis",
                "en": "An abstract drawing of circles, not a likeness",
            }
        else:
            drawing = figure(key, turn, *data["figure"])
            alt = {
                "de": f"Gezeichnete Figur anstelle eines Fotos von {data['name']}",
                "en": f"A drawn figure in place of a photo of {data['name']}",
            }
        return _store(drawing, f"{key}.jpg", data["name"], alt)

    def logo(self, key: str, data: Data) -> Photo:
        """The mark of a partner: its name is to be read on it."""
        drawing = wordmark(data["mark"]["lines"], data["mark"]["form"])
        return _store(drawing, f"{key}.png", data["name"][LANGUAGES[0]], dict(data["name"]))


def _store(drawing: Image, filename: str, title: str, alt_texts: dict[str, str]) -> Photo:
    file = BytesIO()
    if filename.endswith(".png"):
        drawing.quantize(64).save(file, "PNG", optimize=True)
    else:
        drawing.save(file, "JPEG", quality=84, optimize=True, progressive=True)
    photo = Photo(
        title=title,
        credit=CREDIT,
        alt_texts=alt_texts,
        width=drawing.width,
        height=drawing.height,
    )
    photo.file = ImageFile(BytesIO(file.getvalue()), name=f"zwiesprache-{filename}")
    photo.save()
    return photo
