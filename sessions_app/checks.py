"""System checks of the plugin."""

import re

from django.apps import apps
from django.core.checks import Error, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from . import conf
from .translation.checks import registry
from .translation.machines import machines


@register()
def settings_are_known(app_configs, **kwargs):
    """Refuse a misspelt key in the host's ``SESSIONS``."""
    try:
        conf.configuration()
    except (ValueError, TypeError, AttributeError) as error:
        return [Error(str(error), id="sessions_app.E001")]
    return []


@register()
def checks_are_found(app_configs, **kwargs):
    """Refuse a path in ``SESSIONS["CHECKS"]`` that leads to no check, and two of one name."""
    if settings_are_known(app_configs):
        return []
    try:
        registry()
    except (ImproperlyConfigured, TypeError) as error:
        return [Error(str(error), id="sessions_app.E003")]
    return []


@register()
def machines_are_found(app_configs, **kwargs):
    """Refuse an entry in ``SESSIONS["MACHINES"]`` that leads to no machine or misses an option."""
    if settings_are_known(app_configs):
        return []
    try:
        machines()
    except (ImproperlyConfigured, TypeError, ValueError, AttributeError) as error:
        return [Error(str(error), id="sessions_app.E004")]
    return []


@register()
def security_contact_is_an_address(app_configs, **kwargs):
    """Refuse ``SESSIONS["SECURITY_CONTACT"]`` where it is no address as RFC 9116 wants it."""
    if settings_are_known(app_configs):
        return []
    contact = conf.configuration().security_contact
    if not contact or re.fullmatch(r"(mailto:|https:|tel:)[!-~]+", str(contact)):
        return []
    text = f"{conf.SETTING}['SECURITY_CONTACT'] begins with none of mailto:, https: and tel:."
    return [Error(text, id="sessions_app.E005")]


@register()
def inks_are_found(app_configs, **kwargs):
    """Refuse a path in ``SESSIONS["INKS"]`` that leads to no function."""
    if settings_are_known(app_configs):
        return []
    path = conf.configuration().inks
    try:
        is_found = not path or callable(import_string(path))
    except ImportError:
        is_found = False
    if is_found:
        return []
    text = f"{conf.SETTING}['INKS'] leads to no function: {path}."
    return [Error(text, id="sessions_app.E006")]


@register()
def editor_has_its_scripts(app_configs, **kwargs):
    """Refuse a host whose editor would stop at the table block for want of a script."""
    needed = "wagtail.contrib.typed_table_block"
    if apps.is_installed(needed):
        return []
    return [Error(f"{needed} is not in INSTALLED_APPS.", id="sessions_app.E002")]
