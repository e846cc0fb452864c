"""Builders of real content for tests: plain functions that write real rows.

What is built is live but without a revision, which is quick; ``publish(page)`` does what the
editor's button does, signals and all.
"""

from .bodies import block, body, full_body
from .content import (
    make_content_page,
    make_document,
    make_format,
    make_partner,
    make_photo,
    make_programme,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
    slot,
    translate,
)
from .people import (
    make_editor,
    make_group,
    make_publisher,
    make_reviewer,
    make_superuser,
    make_translator,
    make_user,
)
from .site import House, make_locale, make_site, make_welcome

__all__ = [
    "House",
    "block",
    "body",
    "full_body",
    "make_content_page",
    "make_document",
    "make_editor",
    "make_format",
    "make_group",
    "make_locale",
    "make_partner",
    "make_photo",
    "make_programme",
    "make_publisher",
    "make_reviewer",
    "make_room",
    "make_session",
    "make_site",
    "make_speaker",
    "make_superuser",
    "make_track",
    "make_translator",
    "make_user",
    "make_welcome",
    "publish",
    "slot",
    "translate",
]
