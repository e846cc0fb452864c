"""Words as translators charge them. Pure.

There is no one standard; this is what office programmes and translation tools agree on: a word is
what stands between blanks, line breaks or dashes and holds a letter or a digit. So numbers, dates,
addresses of the web and hyphenated words are one word each, a sign alone is none, and marks are
none: they neither count nor part words. A dash between digits ("10–12") parts nothing.
"""

import re

from ..checks.text import plain

_GAP = re.compile(r"\s+|(?<!\d)[–—]|[–—](?!\d)")


def count(html: str) -> int:
    """The number of words in a segment's HTML."""
    return sum(any(map(str.isalnum, part)) for part in _GAP.split(plain(html)))
