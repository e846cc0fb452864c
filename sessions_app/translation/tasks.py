"""Work that does not have to be done while somebody waits."""

from django.apps import apps
from django.db import transaction
from django_tasks import task

from . import localize


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
            if localize.source_of(instance) is not None:
                localize.snapshot([instance])
