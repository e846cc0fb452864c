"""Pages whose address is made from the title by our rule rather than by Django's."""

from typing import Any

from wagtail.models import Page

from ..forms.facts import free_slug
from ..slugs import slugify


class AddressedPage:
    """Goes before ``TranslatedModel`` and ``Page``: makes the slug from the title, in its language.

    Wagtail does so in `full_clean()` and `minimal_clean()` once the parent is known, with a rule
    that loses umlauts or leaves them in the address. The slug of a new translation was chosen by
    a program that knows nothing of reserved addresses: it gives way to the next free one.
    """

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail's, with a slug by our rule where there is none."""
        self._make_slug()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Wagtail's, with a slug by our rule where there is none."""
        self._make_slug()
        super().minimal_clean()

    def slug_is_free(self, slug: str) -> bool:
        """Whether no other page below the same parent bears ``slug``."""
        return Page._slug_is_available(slug, self.get_parent(), self)

    def _make_slug(self) -> None:
        parent_is_known = bool(self.path or getattr(self, "_cached_parent_obj", None))
        is_new_translation = self._state.adding and self.is_translation
        if not parent_is_known or (self.slug and not is_new_translation):
            return
        locale = self.locale if self.locale_id else self.get_default_locale()
        made = slugify(self.title, locale.language_code) or self._meta.model_name
        self.slug = free_slug(self.slug or made, self.slug_is_free)
