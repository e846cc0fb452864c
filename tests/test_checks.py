"""The system checks of the plugin."""

import pytest
from django.apps import apps

from sessions_app import checks
from sessions_app.conf import Configuration
from sessions_app.translation.checks import Check, Finding, Pair, Severity, registry, run
from sessions_app.translation.checks.base import Found


def found(check):
    """Identifiers of what the check finds."""
    return [message.id for message in check(app_configs=None)]


def test_the_site_itself_has_nothing_to_mend():
    assert found(checks.settings_are_known) == []
    assert found(checks.checks_are_found) == []
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


DEFAULTS = Configuration().checks
LINKS = "sessions_app.translation.checks.markup.LinksLost"


class NoHouse(Check):
    """A host's own rule."""

    identifier = "no_house"
    severity = Severity.HINT
    name = "No house"
    description = "The word “house” is not used."

    def find(self, pair):
        if "house" in pair.target_text:
            yield Found("Say “home”.", "house")


class OtherLinks(NoHouse):
    """A host's rule in the place of ours."""

    identifier = "links"


class Nameless(Check):
    """Its author forgot the identifier."""


def test_a_host_adds_a_check_of_its_own(settings):
    settings.SESSIONS = {"CHECKS": (*DEFAULTS, f"{__name__}.NoHouse")}
    assert list(registry()) == [*(one for one in registry() if one != "no_house"), "no_house"]
    assert run(Pair("Das Haus.", "The house.", "de", "en")) == [
        Finding("no_house", Severity.HINT, "Say “home”.", "house")
    ]


def test_a_host_replaces_a_check(settings):
    settings.SESSIONS = {
        "CHECKS": tuple(f"{__name__}.OtherLinks" if one == LINKS else one for one in DEFAULTS)
    }
    assert found(checks.checks_are_found) == []
    assert type(registry()["links"]) is OtherLinks
    assert len(registry()) == len(DEFAULTS)


def test_a_host_asks_for_nothing_but_one_thing(settings):
    settings.SESSIONS = {"CHECKS": (LINKS,)}
    assert list(registry()) == ["links"]


@pytest.mark.parametrize(
    ("paths", "sentence"),
    [
        (
            ("nowhere.Lost",),
            "SESSIONS[\"CHECKS\"]: nowhere.Lost leads nowhere (No module named 'nowhere').",
        ),
        (
            ("sessions_app.conf.SETTING",),
            'SESSIONS["CHECKS"]: sessions_app.conf.SETTING is no class of a check.',
        ),
        (
            (f"{__name__}.Nameless",),
            f'SESSIONS["CHECKS"]: {__name__}.Nameless needs an identifier of at most 32'
            " characters.",
        ),
        (
            (LINKS, f"{__name__}.OtherLinks"),
            f'SESSIONS["CHECKS"]: {__name__}.OtherLinks and {LINKS} have the same identifier,'
            " 'links'.",
        ),
    ],
)
def test_a_wrong_check_is_named_with_its_setting(settings, paths, sentence):
    settings.SESSIONS = {"CHECKS": paths}
    (message,) = checks.checks_are_found(app_configs=None)
    assert (message.id, message.msg) == ("sessions_app.E003", sentence)


def test_a_misspelt_setting_is_told_once(settings):
    settings.SESSIONS = {"CHECK": ()}
    assert found(checks.checks_are_found) == []
