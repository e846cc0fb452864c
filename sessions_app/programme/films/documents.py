"""Parts of the films that the site itself holds.

Browsers ask for ranges of bytes to move about in a film, and some play nothing they cannot have in
parts; Wagtail sends whole files alone.
"""

import re
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from .players import FILES

# Bytes of one answer; whoever wants more asks again, and no worker is kept for a whole film.
LONGEST = 2 * 1024 * 1024
# One range; several at once are nothing a player asks for.
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


def serve_part(document: Any, request: HttpRequest) -> HttpResponse | None:
    """A part of a film as RFC 9110 (section 14) has it: 206, or 416 for what lies behind its end.

    The part may be shorter than the one that was asked for.

    ``None`` leaves the document to Wagtail: what is no film, a request for the whole or for a
    version that has gone, files that another storage or the web server sends.
    """
    wanted = _RANGE.fullmatch(request.headers.get("Range", ""))
    if wanted is None or request.method != "GET" or not _is_ours(document):
        return None
    if request.headers.get("If-Range", _etag(document)) != _etag(document):
        return None
    try:
        file = document.file.storage.open(document.file.name, "rb")
    except OSError:
        return None
    with file:
        size = int(file.size)
        part = _part(wanted[1], wanted[2], size)
        if part is None:
            return None
        if not part:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        file.seek(part[0])
        content = file.read(len(part))
    return HttpResponse(
        content,
        status=206,
        content_type=document.content_type,
        headers={
            "Accept-Ranges": "bytes",
            "Content-Disposition": document.content_disposition,
            "Content-Range": f"bytes {part[0]}-{part[-1]}/{size}",
            "Content-Security-Policy": "default-src 'none'",
            "ETag": _etag(document),
            "X-Content-Type-Options": "nosniff",
        },
    )


def _is_ours(document: Any) -> bool:
    if document.file_extension.lower() not in FILES or hasattr(settings, "SENDFILE_BACKEND"):
        return False
    if getattr(settings, "WAGTAILDOCS_SERVE_METHOD", None) in ("redirect", "direct"):
        return False
    try:
        return bool(document.file.path)
    except NotImplementedError:
        return False


def _etag(document: Any) -> str:
    return f'"{document.file_hash}"'


def _part(first: str, last: str, size: int) -> range | None:
    """Positions of the bytes; empty where there are none, ``None`` where nothing was meant."""
    if not first and not last:
        return None
    if not first:
        start = max(size - int(last), 0)
        return range(start, min(start + LONGEST, size))
    if last and int(last) < int(first):
        return None
    end = min(int(last) + 1 if last else size, size)
    return range(int(first), min(end, int(first) + LONGEST))
