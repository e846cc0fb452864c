"""System checks of the plugin."""

from django.apps import apps
from django.core.checks import Error, register

from . import conf


@register()
def settings_are_known(app_configs, **kwargs):
    """Refuse a misspelt key in the host's ``SESSIONS``."""
    try:
        conf.configuration()
    except (ValueError, TypeError, AttributeError) as error:
        return [Error(str(error), id="sessions_app.E001")]
    return []


@register()
def editor_has_its_scripts(app_configs, **kwargs):
    """Refuse a host whose editor would stop at the table block for want of a script."""
    needed = "wagtail.contrib.typed_table_block"
    if apps.is_installed(needed):
        return []
    return [Error(f"{needed} is not in INSTALLED_APPS.", id="sessions_app.E002")]
