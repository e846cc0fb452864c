"""System checks of the plugin."""

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
