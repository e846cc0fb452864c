"""Language codes: what may stand in a ``lang`` attribute. A leaf."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# The shape of BCP 47 without extensions and private use; whether a code is registered is not asked.
CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-[A-Za-z0-9]{5,8})*")


def is_language_code(code: object) -> bool:
    """Whether ``code`` has the shape of a language code (``de``, ``de-AT``, ``sr-Latn``)."""
    return isinstance(code, str) and CODE.fullmatch(code) is not None


def validate_language_code(code: str) -> None:
    """Raise ``ValidationError`` for what cannot stand in a ``lang`` attribute."""
    if not is_language_code(code):
        raise ValidationError(_("“%(code)s” is not the code of a language."), params={"code": code})
