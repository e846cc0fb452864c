"""What a letter says, in the language of whoever gets it: titles and comments, no page's text."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation as language
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...conf import content_languages
from .. import localize, wire
from ..models import Assignment, Notice

Kind = Notice.Kind

# Characters of a title in the subject, in the letter, and of what somebody wrote.
SUBJECT, TITLE, COMMENT = 100, 200, 5000
# Notices of one kind that a letter lists; the rest is counted.
LISTED = 50
# Marks that turn the direction of the text after them: what stands behind a title would be read
# the wrong way round.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Everything that ends a line for some reader, and what is no character at all.
_BREAKING = re.compile("[\x00-\x20\x7f-\xa0\u2028\u2029]+")

HEADINGS: dict[str, str | Promise] = {
    Kind.ASSIGNED: gettext_lazy("Assigned to you"),
    Kind.SUBMITTED: gettext_lazy("Waiting for your review"),
    Kind.SENT_BACK: gettext_lazy("Sent back to you"),
    Kind.APPROVED: gettext_lazy("Approved"),
    Kind.MENTIONED: gettext_lazy("Notes for you"),
    Kind.OUTDATED: gettext_lazy("Originals that have changed"),
    Kind.OVERDUE: gettext_lazy("Overdue"),
}
SUBJECTS: dict[str, str | Promise] = {
    Kind.ASSIGNED: gettext_lazy("Assigned to you: %(title)s"),
    Kind.SUBMITTED: gettext_lazy("To review: %(title)s"),
    Kind.SENT_BACK: gettext_lazy("Sent back: %(title)s"),
    Kind.APPROVED: gettext_lazy("Approved: %(title)s"),
    Kind.MENTIONED: gettext_lazy("A note for you: %(title)s"),
    Kind.OUTDATED: gettext_lazy("The original has changed: %(title)s"),
    Kind.OVERDUE: gettext_lazy("Overdue: %(title)s"),
}


@dataclass(frozen=True)
class Line:
    """One notice in words. ``title_language`` is the code of the language of ``title``."""

    title: str
    title_language: str
    languages: str
    sentence: str
    facts: Sequence[str]
    comment: str
    url: str


@dataclass(frozen=True)
class Group:
    """The notices of one kind; ``more`` are those that are not listed."""

    heading: str
    lines: Sequence[Line]
    more: int


def write(person: Any, notices: Sequence[Notice]) -> EmailMultiAlternatives:
    """The letter that tells ``person`` of ``notices``, which are about translations."""
    with language.override(language_of(person)):
        groups = list(_groups(notices))
        context = {
            "groups": groups,
            "single": len(notices) == 1,
            "site": getattr(settings, "WAGTAIL_SITE_NAME", ""),
            "desk": absolute(reverse("sessions_translation:mine")),
            "preferences": absolute(reverse("sessions_translation:notices")),
            "language": language.get_language(),
        }
        letter = EmailMultiAlternatives(
            subject=_subject(notices),
            body=render_to_string("translation/notices/letter.txt", context),
            from_email=getattr(settings, "WAGTAILADMIN_NOTIFICATION_FROM_EMAIL", None),
            to=[address_of(person)],
            headers={
                "Auto-Submitted": "auto-generated",
                "List-Unsubscribe": f"<{context['preferences']}>",
                "Message-ID": _message_id(notices),
            },
        )
        page = render_to_string("translation/notices/letter.html", context)
        letter.attach_alternative(page, "text/html")
    return letter


def address_of(person: Any) -> str:
    """The e-mail address of ``person``; empty for those who have none."""
    return getattr(person, person.get_email_field_name(), "") or ""


def language_of(person: Any) -> str:
    """The language ``person`` reads the admin in; the site's first where they chose none."""
    profile = getattr(person, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or content_languages()[0][0]


def absolute(path: str) -> str:
    """``path`` with the host of the admin in front."""
    return f"{getattr(settings, 'WAGTAILADMIN_BASE_URL', '').rstrip('/')}{path}"


def one_line(text: str, limit: int = TITLE) -> str:
    """``text`` as it can stand in a line: nothing in it breaks the line, or turns it round."""
    plain = _TURNING.sub("", wire.storable(text))
    return Truncator(_BREAKING.sub(" ", plain).strip()).chars(limit)


def _message_id(notices: Sequence[Notice]) -> str:
    """The same for the same notices: who gets a letter again can tell that it is the same one."""
    host = urlsplit(absolute("")).hostname or "localhost"
    return f"<notice-{notices[0].pk}-{len(notices)}@{host}>"


def _subject(notices: Sequence[Notice]) -> str:
    if len(notices) == 1:
        translation: Any = notices[0].translation
        title = one_line(translation.source.object_repr, SUBJECT)
        return SUBJECTS[notices[0].kind] % {"title": title}
    count = len(notices)
    return ngettext("%(count)d notice about translations", "%(count)d notices about translations",
                    count) % {"count": count}  # fmt: skip


def _groups(notices: Sequence[Notice]) -> Iterable[Group]:
    for kind in Kind:
        found = [notice for notice in notices if notice.kind == kind]
        if found:
            shown = [_line(notice) for notice in found[:LISTED]]
            yield Group(str(HEADINGS[kind]), shown, len(found) - len(shown))


def _line(notice: Notice) -> Line:
    translation: Any = notice.translation
    values = notice.values
    return Line(
        title=one_line(translation.source.object_repr),
        title_language=translation.source.locale.language_code,
        languages=f"{translation.source.locale} → {translation.target_locale}",
        sentence=_sentence(notice)(one_line(localize.name_of(notice.by))),
        facts=list(_facts(values)),
        comment=_comment(str(values.get("comment", ""))),
        url=absolute(_path(notice)),
    )


def _facts(values: dict[str, Any]) -> Iterable[str]:
    if values.get("due"):
        day = date_format(date.fromisoformat(values["due"]), "DATE_FORMAT")
        yield _("Due: %(date)s") % {"date": day}
    priority = values.get("priority", Assignment.Priority.NORMAL)
    if priority != Assignment.Priority.NORMAL and priority in Assignment.Priority.values:
        yield _("Priority: %(priority)s") % {"priority": Assignment.Priority(priority).label}


def _comment(text: str) -> str:
    """What somebody wrote, with its line breaks."""
    lines = _TURNING.sub("", wire.storable(text)).splitlines()
    return Truncator("\n".join(line.rstrip() for line in lines).strip()).chars(COMMENT)


def _path(notice: Notice) -> str:
    """Where the notice leads: the review for those who decide on it, else the editor."""
    screen = "review" if notice.kind == Kind.SUBMITTED else "editor"
    path = reverse(f"sessions_translation:{screen}", args=[notice.translation_id])
    segment = notice.values.get("segment")
    return f"{path}#s-{notice.translation_id}-{segment}" if segment else path


def _by(name: str, told: str, untold: str) -> str:
    return told % {"name": name} if name else untold


def _sentence(notice: Notice) -> Callable[[str], str]:
    return _answered if notice.values.get("answers") else _SENTENCES[notice.kind]


def _answered(name: str) -> str:
    return _by(name, _("%(name)s has answered in your thread:"), _("Your thread was answered:"))


_SENTENCES: dict[str, Callable[[str], str]] = {
    Kind.ASSIGNED: lambda name: _by(
        name, _("%(name)s has assigned this translation to you."), _("It is yours to translate.")
    ),
    Kind.SUBMITTED: lambda name: _by(
        name, _("%(name)s has submitted it for review."), _("It was submitted for review.")
    ),
    Kind.SENT_BACK: lambda name: _by(name, _("%(name)s has sent it back:"), _("It was sent back:")),
    Kind.APPROVED: lambda name: _by(
        name,
        _("%(name)s has approved it. It is public now."),
        _("It was approved and is public now."),
    ),
    Kind.MENTIONED: lambda name: _by(
        name, _("%(name)s names you in a note:"), _("A note names you:")
    ),
    Kind.OUTDATED: lambda name: _(
        "The original says something else now. Visitors read the former translation until "
        "somebody releases a new one."
    ),
    Kind.OVERDUE: lambda name: _("It is not done yet, and its date has passed."),
}
