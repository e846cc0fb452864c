"""A fingerprint of what a translation depends on in its source. Pure."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

# The editor writes these into rich text on its first save; they say nothing.
_BLOCK_KEY = re.compile(r'\s+data-block-key="[^"]*"')


def digest(content: Mapping[str, Any], fields: Iterable[str]) -> str:
    """SHA-256 of the named fields of a serialised object, as hexadecimal digits.

    ``content`` is what wagtail-localize keeps in ``content_json``: rich text as HTML, a
    StreamField as a string of JSON. Equal content gives an equal digest whatever the order of
    keys, however the stream was written, and whoever saved it.
    """
    reduced = {name: _plain(content.get(name)) for name in fields}
    text = json.dumps(reduced, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "[{" and value[-1:] in "]}":
        try:
            value = json.loads(value)
        except ValueError:
            return value
    if isinstance(value, str):
        return _BLOCK_KEY.sub("", value)
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
