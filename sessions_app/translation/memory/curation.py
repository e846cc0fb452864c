"""What people do to the memory by hand: search it, mend it, take files in and out."""

import gzip
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import escape
from io import BytesIO
from itertools import groupby, islice
from typing import IO, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from wagtail.models import Locale

from .. import memory, policy
from ..exchange import tmx
from ..exchange.lines import Problem, Unreadable
from ..models import Action, BulkJob, MemoryEntry, MemoryImport
from ..refusal import Refusal
from .store import Unit

State = BulkJob.State

READ = (Action.TRANSLATE, Action.REVIEW, Action.PUBLISH)
CHANGE = (Action.REVIEW, Action.PUBLISH)

# Bytes of a file; 100,000 units have some 50 million.
MOST_BYTES = 100_000_000
# Units that are learnt in one transaction.
CHUNK = 1000
# Problems that are told; the others are counted.
TOLD = 100


def languages(user: policy.User, *actions: Action) -> set[str]:
    """Codes of the languages into which ``user`` may do any of ``actions``. Two queries at most."""
    wanted = policy.locales(user, *actions)
    if not wanted:
        return set()
    return set(Locale.objects.filter(pk__in=wanted).values_list("language_code", flat=True))


def search(
    words: str = "",
    *,
    into: Iterable[str] | None,
    source_language: str = "",
    retired: bool | None = False,
) -> QuerySet[MemoryEntry]:
    """Entries that hold ``words`` as they stand in source or translation, newest first.

    ``into`` are the target languages (None: all), ``retired`` says which entries (None: both).
    """
    found = MemoryEntry.objects.order_by("-at", "pk")
    if into is not None:
        found = found.filter(target_language__in=set(into))
    if source_language:
        found = found.filter(source_language=source_language)
    if retired is not None:
        found = found.filter(is_retired=retired)
    # SQLite knows no other case of letters beyond ASCII.
    forms = {words, words.lower(), words.capitalize()} if words else ()
    holding = Q()
    for form in forms:
        text = escape(form, quote=False)
        holding |= Q(source__icontains=text) | Q(target__icontains=text)
    return found.filter(holding)


def _twins(entry: MemoryEntry) -> QuerySet[MemoryEntry]:
    """The same translation of the same text, wherever it stands."""
    return MemoryEntry.objects.filter(source_key=entry.source_key, target=entry.target)


def _demand(user: policy.User, target_language: str) -> None:
    if not user.is_superuser and target_language not in languages(user, *CHANGE):
        raise Refusal(_("You may not change the memory of this language."))


def retire(entry: MemoryEntry, user: policy.User) -> None:
    """Never offer this translation of the text again, wherever it comes from.

    Raises :class:`Refusal`. Pages that hold it keep it.
    """
    _demand(user, entry.target_language)
    _twins(entry).update(is_retired=True)


def restore(entry: MemoryEntry, user: policy.User) -> None:
    """Offer a retired translation again. Raises :class:`Refusal`."""
    _demand(user, entry.target_language)
    _twins(entry).update(is_retired=False)


@transaction.atomic
def correct(entry: MemoryEntry, source: str, target: str, user: policy.User) -> None:
    """Offer these texts (segment HTML) in place of the entry's, which is retired.

    Raises :class:`Refusal`. The old translation can be brought back, and no file brings it in
    again. Pages that hold it keep it.
    """
    _demand(user, entry.target_language)
    if (source, target) == (entry.source, entry.target):
        return
    _twins(entry).update(is_retired=True)
    corrected = Unit(
        source_language=entry.source_language,
        target_language=entry.target_language,
        source=source,
        target=target,
        object_key=None,
        path="",
        title=entry.title,
        by=user,
        at=timezone.now(),
    )
    memory.learn([corrected])


def units(entries: QuerySet[MemoryEntry]) -> Iterator[Unit]:
    """What ``entries`` hold, every translation of a text once, for a file. One query."""
    ordered = entries.order_by("source_language", "target_language", "source_key", "target", "-at")
    rows = ordered.iterator(chunk_size=2000)
    for _same, group in groupby(rows, key=lambda row: (row.source_key, row.target)):
        entry = next(group)
        yield Unit(
            source_language=entry.source_language,
            target_language=entry.target_language,
            source=entry.source,
            target=entry.target,
            object_key=None,
            path="",
            title=entry.title,
            by=None,
            at=entry.at,
        )


def begin_import(
    file: IO[bytes], name: str, source_language: str, target_language: str, user: policy.User
) -> MemoryImport:
    """Store a TMX file for :func:`take_in`.

    Raises :class:`Refusal` for a file that is too large or no TMX, and for a language in which
    ``user`` may not change the memory.
    """
    _demand(user, target_language)
    packed = BytesIO()
    size = 0
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=6) as archive:
        while chunk := file.read(1_000_000):
            size += len(chunk)
            if size > MOST_BYTES:
                raise Refusal(_("The file is too large."))
            archive.write(chunk)
    file.seek(0)
    try:
        next(tmx.read(file, source_language, target_language), None)
    except Unreadable as reason:
        raise Refusal(str(reason)) from reason
    return MemoryImport.objects.create(
        name=name[:255],
        content=packed.getvalue(),
        size=size,
        source_language=source_language,
        target_language=target_language,
        by=user,
    )


def take_in(pk: UUID) -> None:
    """Learn a stored file; goes on where a former run ended. Raises nothing for a bad file.

    A thousand units are one transaction, and one process alone may add them: another one that
    does the same file at the same time ends as soon as it sees that.
    """
    job = MemoryImport.objects.select_related("by").get(pk=pk)
    if job.state in {State.FINISHED, State.FAILED}:
        return
    with (
        override(_language_of(job.by)),
        gzip.GzipFile(fileobj=BytesIO(bytes(job.content))) as file,
    ):
        reading = _Reading(tmx.read(file, job.source_language, job.target_language))
        found = islice(reading, job.read, None)
        while chunk := list(islice(found, CHUNK)):
            if not _take_chunk(job, chunk, file.tell()):
                return
        state = State.FAILED if reading.failure else State.FINISHED
        _note(job, state=state, failure=reading.failure, position=file.tell(), content=b"")


class _Reading:
    """What a file holds up to its end, or up to the place where it is broken."""

    def __init__(self, found: Iterable[tmx.Pair | Problem]) -> None:
        self.found = found
        self.failure = ""

    def __iter__(self) -> Iterator[tmx.Pair | Problem]:
        try:
            yield from self.found
        except Unreadable as reason:
            self.failure = str(reason)


def _language_of(user: Any) -> str | None:
    """The language in which ``user`` reads the admin; None for nobody: the one of the process."""
    profile = getattr(user, "wagtail_userprofile", None)
    language: str | None = profile.get_preferred_language() if profile else get_language()
    return language


def _take_chunk(job: MemoryImport, chunk: list[tmx.Pair | Problem], position: int) -> bool:
    """Learn what is new in ``chunk``; False where another process did."""
    wanted = {_unit(job, found) for found in chunk if isinstance(found, tmx.Pair)}
    problems = [(found.number, found.message) for found in chunk if isinstance(found, Problem)]
    by_pair = {(unit.source_key, unit.target): unit for unit in sorted(wanted, key=_newest_last)}
    keys = {key for key, _target in by_pair}
    rows = MemoryEntry.objects.filter(source_key__in=keys)
    # Retired ones among them: what was found to be bad does not come back with a file.
    known = set(rows.values_list("source_key", "target"))
    new = [unit for pair, unit in by_pair.items() if pair not in known]
    with transaction.atomic():
        memory.learn(new)
        return _note(
            job,
            state=State.RUNNING,
            position=position,
            read=job.read + len(chunk),
            new=job.new + len(new),
            known=job.known + len(chunk) - len(problems) - len(new),
            skipped=job.skipped + len(problems),
            problems=[*job.problems, *problems][:TOLD],
        )


def _unit(job: MemoryImport, pair: tmx.Pair) -> Unit:
    return Unit(
        source_language=job.source_language,
        target_language=job.target_language,
        source=pair.source,
        target=pair.target,
        object_key=None,
        path="",
        title=pair.title or job.name,
        by=None,
        at=pair.at or job.created_at,
    )


def _newest_last(unit: Unit) -> datetime:
    return unit.at


def _note(job: MemoryImport, **values: Any) -> bool:
    """Write how far ``job`` is; False, with nothing written, where another process is further."""
    values["changed_at"] = timezone.now()
    rows = MemoryImport.objects.filter(pk=job.pk, read=job.read)
    if not rows.exclude(state__in=[State.FINISHED, State.FAILED]).update(**values):
        return False
    for name, value in values.items():
        setattr(job, name, value)
    return True
