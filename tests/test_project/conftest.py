"""Commands run as an operator runs them: in a process of their own, with an environment."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def manage(tmp_path: Path) -> Callable[..., list[str]]:
    """``manage("check", "--deploy", SECRET_KEY="…")``: lines printed by the command.

    Files go below ``tmp_path``; raises ``AssertionError`` where the command fails.
    """

    def manage(*arguments: str, **environment: str) -> list[str]:
        inherited = {"PATH", "HOME", "LANG", "LC_ALL"}
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={k: v for k, v in os.environ.items() if k in inherited}
            | {"VAR_DIR": str(tmp_path / "var"), "LOG_LEVEL": "WARNING"}
            | environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.splitlines()

    return manage
