"""``manage.py list_checks``."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sessions_app.translation.checks import registry
from tests.conftest import ROOT


def listed(**options: str) -> list[str]:
    """The lines of the command's table."""
    out = StringIO()
    call_command("list_checks", stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_readme_shows_what_the_command_prints() -> None:
    text = (ROOT / "README.md").read_text()
    _, _, section = text.partition("### Checks of translated texts\n")
    section, _, _ = section.partition("\n#")
    shown = [line for line in section.splitlines() if line.startswith("|")]
    assert shown == listed(language="en")


def test_every_check_has_a_line_and_the_gravest_come_first() -> None:
    lines = [line.split(" | ") for line in listed(language="en")[2:]]
    assert {line[0] for line in lines} == {f"| `{name}`" for name in registry()}
    assert list(dict.fromkeys(line[1] for line in lines)) == ["Error", "Warning", "Hint"]


def test_the_table_is_in_the_language_of_the_site_unless_told_otherwise() -> None:
    assert listed() == listed(language="de") != listed(language="en")


def test_a_wrong_setting_is_told(settings) -> None:
    settings.SESSIONS = {"CHECKS": ("nowhere.Lost",)}
    with pytest.raises(CommandError, match=r'SESSIONS\["CHECKS"\]: nowhere\.Lost leads nowhere'):
        listed()
