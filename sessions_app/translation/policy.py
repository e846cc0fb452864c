"""Who may do what, per language; for pages and snippets alike. Every admin endpoint asks here."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from . import localize
from .models import Action, LocalePermission
from .source import TranslatedModel, translated_models

# The host's user model: AbstractBaseUser with PermissionsMixin, or AnonymousUser. No type says so.
User = Any

# What makes somebody a reader of the desk.
READERS = (Action.TRANSLATE, Action.REVIEW, Action.PUBLISH)

# Wagtail's rights that somebody may hold over translations; all others concern originals.
OVER_TRANSLATIONS = frozenset({"publish", "delete", "lock", "unlock"})

_GRANTS = "_locale_grants"
_RIGHTS = "_group_rights"
_ALL = "_all_locales"
_CODES = "_locale_codes"

Grants = dict[int, set[tuple[int, str]]]


def locales(user: User, *actions: Action) -> set[int]:
    """Primary keys of the locales in which ``user`` may do any of ``actions`` (default: any).

    One query per user object; a superuser may do everything everywhere.
    """
    if not user.is_active:
        return set()
    if user.is_superuser:
        if not hasattr(user, _ALL):
            setattr(user, _CODES, dict(Locale.objects.values_list("pk", "language_code")))
            setattr(user, _ALL, frozenset(getattr(user, _CODES)))
        return set(getattr(user, _ALL))
    wanted = set(actions or Action)
    return {
        locale for pairs in _grants(user).values() for locale, action in pairs if action in wanted
    }


def codes(user: User, *actions: Action) -> set[str]:
    """Language codes of :func:`locales`, by the same query."""
    found = locales(user, *actions)
    return {getattr(user, _CODES)[pk] for pk in found}


def allows(user: User, action: Action, locale: Locale | int) -> bool:
    """Whether ``user`` may do ``action`` in ``locale``."""
    if user.is_active and user.is_superuser:
        return True
    pk = locale.pk if isinstance(locale, Locale) else locale
    return pk in locales(user, action)


def people(locale: Locale | int, *actions: Action) -> QuerySet[Any]:
    """Active people who may do any of ``actions`` in ``locale``, superusers included, by name."""
    granted = Q(groups__locale_permissions__locale=locale)
    granted &= Q(groups__locale_permissions__action__in=actions)
    model = get_user_model()
    found = model._default_manager.filter(granted | Q(is_superuser=True), is_active=True)
    return found.distinct().order_by(model.USERNAME_FIELD)


def may_open_desk(user: User) -> bool:
    """Whether the desk has anything to show to ``user``: some right over translations."""
    return bool(locales(user, *READERS))


def is_translation(instance: Any) -> bool:
    """Whether ``instance`` was made from another object, and is the desk's business alone.

    So is a row with ``source`` set, a stopped translation included; an object that an enabled
    Translation is written into; and a page that mirrors one of another language.
    """
    if instance.pk is None:
        return False
    if isinstance(instance, Page):
        # The guard asks this of every request about a page: small queries, as few as needed.
        return _mirrors(instance) or _is_made(instance, instance.specific_class)
    return _is_made(instance, type(instance))


def _mirrors(page: Page) -> bool:
    if page.alias_of_id is None:
        return False
    return not Page.objects.filter(pk=page.alias_of_id, locale=page.locale_id).exists()


def _is_made(instance: Any, model: type | None) -> bool:
    """Whether the row of ``instance`` in ``model`` has a source, or is written into without one."""
    into = localize.open_into(instance.translation_key, instance.locale_id)
    if model is None or not issubclass(model, TranslatedModel):
        return isinstance(instance, Page) and into.exists()
    rows = model._default_manager.order_by()
    known = isinstance(instance, model)
    sources = rows.filter(pk=instance.pk).values_list("source_id", flat=True)
    if (instance.source_id if known else next(iter(sources), None)) is not None:
        return True
    return into.exists() and not rows.filter(source=instance.pk).exists()


def translated(pages: PageQuerySet) -> PageQuerySet:
    """Those of ``pages`` that are translations, as :func:`is_translation` has it. One query."""
    made: Any = Q(pk__in=[])
    named: Any = Q(pk__in=[])
    for model in translated_models():
        if issubclass(model, Page):
            rows = model._default_manager.filter(source__isnull=False)
            made |= Exists(rows.filter(pk=OuterRef("pk")))
            named |= Exists(rows.filter(source=OuterRef("pk")))
    into = localize.open_into(OuterRef("translation_key"), OuterRef("locale"))
    mirrors = Q(alias_of__isnull=False) & ~Q(alias_of__locale=F("locale"))
    return pages.filter(made | mirrors | (Exists(into) & ~named))


def translated_below(pages: Iterable[Page]) -> PageQuerySet:
    """Translations among all descendants of ``pages``, which are left out themselves."""
    below = Q(pk__in=[])
    for page in pages:
        below |= Q(path__startswith=page.path, depth__gt=page.depth)
    return translated(Page.objects.filter(below))


def may_edit_original(user: User, instance: Any) -> bool:
    """Whether ``user`` may change ``instance`` in Wagtail's own forms.

    Never a translation (``source`` set, or an open translation into its locale): the desk is
    the door for those. Originals: by Wagtail's rights, which a group has in the languages it may
    write in, and in all where the group bears no language permission.
    """
    if not user.is_active or is_translation(instance):
        return False
    if isinstance(instance, Page):
        return instance.permissions_for_user(user).can_edit()
    policy = policy_registry.get(instance)
    return policy.user_has_permission_for_instance(user, "change", instance)


def languages_of_right(user: User, permission: str, *actions: Action) -> set[int] | None:
    """Locales in which ``user`` holds Wagtail's model right ``permission`` ("app.codename").

    ``None`` stands for all of them: the right comes from a group without language permissions,
    or from outside the groups. A group with language permissions brings it into the languages in
    which it may do one of ``actions``. Two queries per user object.
    """
    if not user.has_perm(permission):
        return set()
    if user.is_superuser:
        return None
    grants = _grants(user)
    giving = [group for group, rights in _rights(user).items() if permission in rights]
    own = permission in user.get_user_permissions()
    if own or not giving or any(group not in grants for group in giving):
        return None
    return {
        locale for group in giving for locale, action in grants[group] if action in set(actions)
    }


def _grants(user: User) -> Grants:
    """Pairs of locale and action by group, of the user's groups that have any."""
    if user.is_anonymous or not user.is_active:
        return {}
    if not hasattr(user, _GRANTS):
        rows = LocalePermission.objects.filter(group__user=user)
        grants: Grants = defaultdict(set)
        known: dict[int, str] = {}
        columns = ("group_id", "locale_id", "action", "locale__language_code")
        for group, locale, action, code in rows.values_list(*columns):
            grants[group].add((locale, action))
            known[locale] = code
        setattr(user, _GRANTS, dict(grants))
        setattr(user, _CODES, known)
    found: Grants = getattr(user, _GRANTS)
    return found


def _rights(user: User) -> dict[int, set[str]]:
    """Names of the model rights by group of the user."""
    if not hasattr(user, _RIGHTS):
        rights: dict[int, set[str]] = defaultdict(set)
        rows = Permission.objects.filter(group__user=user).values_list(
            "group__pk", "content_type__app_label", "codename"
        )
        for group, app_label, codename in rows:
            rights[group].add(f"{app_label}.{codename}")
        setattr(user, _RIGHTS, dict(rights))
    found: dict[int, set[str]] = getattr(user, _RIGHTS)
    return found


class LocalePolicy(ModelPermissionPolicy):
    """Wagtail's model rights on a translated snippet, each in the languages it counts in.

    Originals ask for ``write`` in their language, translations for ``publish`` in theirs; a
    translation can never be changed or copied in Wagtail's forms.
    """

    def _languages(self, user: User, action: str, *actions: Action) -> set[int] | None:
        return languages_of_right(user, self._get_permission_name(action), *actions)

    def user_has_permission(self, user: User, action: str) -> bool:
        """Whether there is a language in which ``user`` may do this."""
        scopes = (Action.WRITE, Action.PUBLISH) if action in OVER_TRANSLATIONS else (Action.WRITE,)
        return self._languages(user, action, *scopes) != set()

    def user_has_permission_for_instance(self, user: User, action: str, instance: Any) -> bool:
        """Whether ``user`` may do this to ``instance``, an original or a translation."""
        if is_translation(instance):
            return (
                action in OVER_TRANSLATIONS
                and self.user_has_permission(user, action)
                and allows(user, Action.PUBLISH, instance.locale_id)
            )
        languages = self._languages(user, action, Action.WRITE)
        return languages is None or instance.locale_id in languages

    def instances_user_has_any_permission_for(
        self, user: User, actions: Iterable[str]
    ) -> QuerySet[models.Model]:
        """Objects to which ``user`` may do any of ``actions``."""
        found = self.model._default_manager.none()
        for action in actions:
            languages = self._languages(user, action, Action.WRITE)
            rows = self.model._default_manager.filter(source=None)
            found |= rows if languages is None else rows.filter(locale__in=languages)
            if action in OVER_TRANSLATIONS and self.user_has_permission(user, action):
                published = locales(user, Action.PUBLISH)
                found |= self.model._default_manager.filter(
                    source__isnull=False, locale__in=published
                )
        return found


class LocalePagePolicy(PagePermissionPolicy):
    """Wagtail's page rights, each in the languages its group may use it in.

    A group without language permissions keeps its rights as they were given. The others have them
    in the trees of the languages they may write in; the rights that can also be held over
    translations in those they may publish in, too.
    """

    def get_all_permissions_for_user(self, user: User) -> list[GroupPagePermission]:
        """The page rights of ``user`` that count; those given for the whole tree one per home."""
        given = super().get_all_permissions_for_user(user)
        grants = _grants(user)
        if not grants:
            return given
        counting: list[GroupPagePermission] = []
        homes: list[Page] | None = None
        for right in given:
            if right.group_id not in grants:
                counting.append(right)
                continue
            scopes = {Action.WRITE}
            if right.permission.codename.split("_")[0] in OVER_TRANSLATIONS:
                scopes.add(Action.PUBLISH)
            languages = {locale for locale, action in grants[right.group_id] if action in scopes}
            if right.page.depth > 1:
                counting += [right] if right.page.locale_id in languages else []
                continue
            if homes is None:
                homes = list(Page.objects.filter(depth=2))
            counting += [
                GroupPagePermission(group_id=right.group_id, page=home, permission=right.permission)
                for home in homes
                if home.locale_id in languages
            ]
        return counting
