"""Who is to bring an object into a language."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Locale

from . import policy
from .models import Action, Assignment
from .refusal import Refusal


def candidates(locale: Locale) -> QuerySet[Any]:
    """People who may translate into ``locale``."""
    granted = Q(
        groups__locale_permissions__locale=locale,
        groups__locale_permissions__action=Action.TRANSLATE,
    )
    model = get_user_model()
    found = model._default_manager.filter(granted | Q(is_superuser=True), is_active=True)
    return found.distinct().order_by(model.USERNAME_FIELD)


def assign(translations: Iterable[Any], person: policy.User | None, by: policy.User) -> None:
    """Give these Translations (into one locale) to ``person``, or to nobody. At most one query.

    Raises :class:`Refusal` for somebody who may not translate into the language, or where ``by``
    has no right in it.
    """
    found = list(translations)
    for locale in {translation.target_locale for translation in found}:
        if not policy.locales(by, *policy.READERS) & {locale.pk}:
            raise Refusal(_("You have no right in this language."))
        if person is not None and not policy.allows(person, Action.TRANSLATE, locale):
            raise Refusal(_("This person may not translate into this language."))
    if person is None:
        Assignment.objects.filter(translation__in=[t.pk for t in found]).delete()
        return
    Assignment.objects.bulk_create(
        [Assignment(translation=one, assignee=person, by=by) for one in found],
        update_conflicts=True,
        unique_fields=["translation"],
        update_fields=["assignee", "by", "at"],
    )
