"""wagtail-localize's own screens, taken away: the desk does their work and asks first."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from wagtail import hooks
from wagtail_localize.locales.components import LOCALE_COMPONENTS

from .. import localize

PACKAGE = "wagtail_localize"
# Managing locales is Wagtail's business, not that of translations.
LEFT_ALONE = ("wagtail_localize.locales",)
KEPT = frozenset({"register_icons", "register_log_actions"})


def take_away() -> None:
    """Remove every hook of wagtail-localize but icons and log formatters, and its tree sync.

    Its modules are imported first, so that a later search for hooks finds them done.
    """
    for app in apps.get_app_configs():
        if _is_stock(app.name) and find_spec(f"{app.name}.wagtail_hooks"):
            import_module(f"{app.name}.wagtail_hooks")
    for name, registered in hooks._hooks.items():
        if name not in KEPT:
            registered[:] = [pair for pair in registered if not _is_stock(pair[0].__module__)]
    LOCALE_COMPONENTS[:] = [
        component for component in LOCALE_COMPONENTS if not _is_stock(component["model"].__module__)
    ]
    localize.stop_tree_sync()


def _is_stock(module: str) -> bool:
    return _within(module, PACKAGE) and not any(_within(module, name) for name in LEFT_ALONE)


def _within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
