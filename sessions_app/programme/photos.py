"""Pictures and their renditions, fetched together, printed as ``<picture>``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, Picture
from wagtail.images.shortcuts import get_renditions_or_not_found


@dataclass(frozen=True)
class Shape:
    """How pictures are cut for one place of the design.

    ``specs`` in Wagtail's words, ``sizes`` for the browser's choice (CSS media conditions).
    """

    specs: tuple[str, ...]
    sizes: str

    @property
    def filters(self) -> list[Filter]:
        """One filter for every width and format."""
        return _filters(self.specs)


# No AVIF: it saves a third of the bytes, but one wide picture takes seconds of a processor, and
# the first visitor waits for all widths of all pictures of a page.
SHAPES = {
    # Across the page.
    "wide": Shape(("width-{480,960,1600}", "format-{webp,jpeg}"), "(min-width: 82rem) 74rem, 94vw"),
    # In the column of text.
    "column": Shape(
        ("width-{480,960,1600}", "format-{webp,jpeg}"),
        "(min-width: 82rem) 49rem, (min-width: 64rem) 60vw, 94vw",
    ),
    # People.
    "portrait": Shape(
        ("fill-{160x200,320x400}", "format-{webp,jpeg}"), "(min-width: 40rem) 10rem, 6rem"
    ),
    "figure": Shape(
        ("fill-{480x600,960x1200}", "format-{webp,jpeg}"), "(min-width: 60rem) 26rem, 94vw"
    ),
    # Films that have not begun.
    "still": Shape(("fill-960x540", "format-jpeg"), "(min-width: 70rem) 64rem, 94vw"),
    # Logos keep their transparency.
    "logo": Shape(("max-{320x160,640x320}", "format-{webp,png}"), "12rem"),
}


@lru_cache
def _filters(specs: tuple[str, ...]) -> list[Filter]:
    return [Filter(spec=spec) for spec in Filter.expand_spec(specs)]


class Shot(Picture):
    """Wagtail's picture, with every width once: a small original yields some twice."""

    @classmethod
    def get_width_srcset(cls, renditions_list: Sequence[AbstractRendition]) -> str:
        """The value of ``srcset``, with widths even where there is one: ``sizes`` demands them."""
        by_width = {rendition.width: rendition.url for rendition in renditions_list}
        return ", ".join(f"{url} {width}w" for width, url in by_width.items())


def shot(image: AbstractImage, shape: str, **attributes: Any) -> Shot:
    """``image`` in one of :data:`SHAPES`; ``attributes`` are those of the ``<img>``.

    Renditions that do not exist yet are made. A file that is gone gives Wagtail's broken picture.
    """
    cut = SHAPES[shape]
    renditions = get_renditions_or_not_found(image, cut.filters)
    return Shot(renditions, {"sizes": cut.sizes, "decoding": "async", **attributes})


def poster_address(image: AbstractImage) -> str:
    """Address of ``image`` as the still of a film: one size for all, since players know no other.

    The rendition is made where it does not exist yet.
    """
    (rendition,) = get_renditions_or_not_found(image, SHAPES["still"].filters).values()
    return str(rendition.url)


def load_photos(keys: Iterable[Any]) -> dict[Any, AbstractImage]:
    """Pictures with all their renditions by primary key.

    One query; one more for pictures that nobody has looked at yet.
    """
    wanted = {key for key in keys if key is not None}
    model = get_image_model()
    rendition_model = model.get_rendition_model()
    photos: dict[Any, AbstractImage] = {}
    made = rendition_model.objects.filter(image_id__in=wanted).select_related("image")
    for rendition in made.order_by("pk"):
        photo = photos.setdefault(rendition.image_id, rendition.image)
        # What Wagtail's own `prefetch_renditions()` leaves on a picture.
        photo.__dict__.setdefault("prefetched_renditions", []).append(rendition)
        rendition.image = photo
    unseen = wanted - photos.keys()
    if unseen:
        photos |= model.objects.prefetch_renditions().in_bulk(unseen)
    return photos
