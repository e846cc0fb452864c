"""Work that does not have to be done while somebody waits."""

from uuid import UUID

from django.apps import apps
from django.db import transaction
from django_tasks import task
from django_tasks.backends.immediate import ImmediateBackend

from .. import conf
from . import drafting, jobs, localize, notices
from .memory import curation


@task()
def take_snapshot(app_label: str, model_name: str, pk: str) -> None:
    """Freeze an original anew after it was published, if it is being translated at all.

    Can be run again; does nothing for an object that was deleted meanwhile.
    """
    model = apps.get_model(app_label, model_name)
    key = model._default_manager.filter(pk=pk).values_list("translation_key", flat=True).first()
    if key is None:
        return
    with transaction.atomic():
        # Somebody may be opening the translation at this moment: wait until that is stored.
        localize.lock([key])
        for instance in localize.load([model(pk=pk)]):
            source = localize.source_of(instance)
            if source is None:
                continue
            localize.snapshot([instance])
            notices.outdated(source)
            if conf.configuration().memory_fills:
                for translation in localize.translations_of([key]).filter(source=source):
                    drafting.fill([translation])


@task()
def take_into_memory(pk: str) -> None:
    """Learn a stored file of translations; can be run again and goes on where it ended."""
    curation.take_in(UUID(pk))


@task()
def run_job(pk: str) -> None:
    """Do what is left of a bulk job; can be run again and goes on after the last finished item."""
    jobs.run(UUID(pk))


def waits_for_tasks() -> bool:
    """Whether tasks are done in the request that asks for them: no worker stands by."""
    return isinstance(run_job.get_backend(), ImmediateBackend)
