"""What several fields are checked by. A leaf."""

import re

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

# Django lets `ftp:` pass as well; browsers no longer follow it.
on_the_web = URLValidator(
    schemes=["http", "https"], message=_("Give an address that begins with http:// or https://.")
)

# More than the captions of a whole day.
CAPTIONS_LIMIT = 4 * 1024 * 1024
# The signature of WebVTT (https://www.w3.org/TR/webvtt1/#file-structure).
_WEBVTT = re.compile(r"\ufeff?WEBVTT(?=[ \t\r\n]|$)")


def is_webvtt(data: bytes) -> bool:
    """Whether ``data``, a whole file, looks like captions in WebVTT."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return _WEBVTT.match(text) is not None and "-->" in text
