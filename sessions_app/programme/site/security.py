"""Whom to tell of a weakness: the file ``security.txt`` of RFC 9116."""

from datetime import UTC, datetime, time, timedelta

from ...conf import configuration, content_languages

# Within a year (RFC 9116, 2.5.5); long enough for whoever keeps a copy.
VALID_FOR = timedelta(days=180)


def security_txt(canonical: str, now: datetime) -> str:
    """The file for ``canonical``, its own absolute address; empty where the host names no contact.

    It expires half a year after the day of ``now``: whoever reads it reads one that is valid.
    """
    contact = configuration().security_contact
    if not contact:
        return ""
    today = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    fields = {
        "Contact": contact,
        "Expires": f"{today + VALID_FOR:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages": ", ".join(code for code, _name in content_languages()),
        "Canonical": canonical,
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items())
