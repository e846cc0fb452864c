"""The editor's form as it is posted whole: what was changed is saved, what cannot be stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser

from .. import drafting, wire
from .document import Document, Problem, Segment, shown


@dataclass
class Outcome:
    """How many texts were saved; problems by key; changed texts that have no place any more."""

    saved: int = 0
    problems: dict[str, Problem] = field(default_factory=dict)
    homeless: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether everything that was posted has been stored."""
        return not self.problems and not self.homeless


def save(data: Mapping[str, str], documents: Iterable[Document], user: AbstractBaseUser) -> Outcome:
    """Save every text of the posted form that was changed.

    Fields of a segment: ``text-<key>``, ``version-<key>`` (token of what was stored when the form
    was made), ``shown-<key>`` (hash of what the field held then) and, after a conflict,
    ``resolve-<key>``: ``theirs``, or the token of the text that is to give way. ``keep`` and
    ``accept`` name one segment: keep its source's text, take the field as it stands; ``confirm``
    names one that was filled in and is to stand, unless its field was changed.
    """
    outcome = Outcome()
    known = set()
    for document in documents:
        for segment in document.segments:
            known.add(segment.key)
            _save_one(data, document, segment, user, outcome)
    for name in data:
        key = name.removeprefix("text-")
        if name != key and key not in known and shown(data[name]) != data.get(f"shown-{key}"):
            outcome.homeless.append(data[name])
    return outcome


def hand_back(outcome: Outcome, documents: Iterable[Document]) -> None:
    """Let texts with a problem whose place is not among ``documents`` any more stand alone.

    The original may have been published anew between the reading of the form and the saving.
    """
    known = {segment.key for document in documents for segment in document.segments}
    for key in outcome.problems.keys() - known:
        outcome.homeless.append(outcome.problems.pop(key).text)


def _save_one(
    data: Mapping[str, str],
    document: Document,
    segment: Segment,
    user: AbstractBaseUser,
    outcome: Outcome,
) -> None:
    key = segment.key
    text = data.get(f"text-{key}")
    keep = data.get("keep") == key
    if text is None and not keep:
        return
    text = text or ""
    token = data.get(f"version-{key}", "")
    held = data.get(f"shown-{key}", "")
    resolve = data.get(f"resolve-{key}", "")
    changed = shown(text) != held or data.get("accept") == key
    confirm = data.get("confirm") == key and not changed
    if not (keep or confirm) and (not changed or resolve == "theirs"):
        return
    line = text if segment.multiline else " ".join(text.split("\n")).replace("\r", "")
    translation, pk = document.translation, segment.row.id
    try:
        if keep:
            drafting.keep_as_source(translation, pk, resolve or token, user)
        elif confirm:
            drafting.confirm(translation, pk, token, user)
        else:
            drafting.save_segment(translation, pk, line, resolve or token, user)
    except drafting.Conflict as conflict:
        outcome.problems[key] = Problem(str(conflict), text, token, held, conflict.theirs)
    except (drafting.Refusal, wire.WireError) as error:
        outcome.problems[key] = Problem(str(error), text, token, held)
    else:
        outcome.saved += 1
