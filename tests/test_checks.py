"""The system checks of the plugin."""

from django.apps import apps

from sessions_app import checks


def found(check):
    """Identifiers of what the check finds."""
    return [message.id for message in check(app_configs=None)]


def test_the_site_itself_has_nothing_to_mend():
    assert found(checks.settings_are_known) == []
    assert found(checks.editor_has_its_scripts) == []


def test_a_misspelt_setting_is_named(settings):
    settings.SESSIONS = {"SPOKEN_LANGUAGE": ()}
    assert found(checks.settings_are_known) == ["sessions_app.E001"]


def test_a_host_without_the_table_block_is_told():
    # Not by the setting: with it Django would start every app a second time.
    needed = apps.app_configs.pop("typed_table_block")
    try:
        assert found(checks.editor_has_its_scripts) == ["sessions_app.E002"]
    finally:
        apps.app_configs[needed.label] = needed
