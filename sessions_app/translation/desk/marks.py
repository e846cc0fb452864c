"""Signs around the texts of a preview that show nothing and tell which text is which.

Unicode's tag characters mirror ASCII, have no width, and survive templates, filters and
attributes. A mark is LANGUAGE TAG, the key of the text in tags, CANCEL TAG; without a key it ends
a text. The editor's script takes all of them out before anybody reads the page. See Unicode 15,
section 23.9.
"""

BEGIN, CANCEL = "\U000e0001", "\U000e007f"
TAGS = 0xE0000

# Read by machines alone, or counted and cut before anybody sees them.
UNSEEN = frozenset({"slug", "seo_title", "search_description"})


def mark(translation: int, segment: int, path: str, html: str) -> str:
    """Segment HTML between two marks that name the Translation and the StringSegment."""
    if path in UNSEEN:
        return html
    key = "".join(chr(TAGS + ord(sign)) for sign in f"{translation}-{segment}")
    return f"{BEGIN}{key}{CANCEL}{html}{BEGIN}{CANCEL}"
