"""In strict mode nothing may be left out: a skipped test is a failed one."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

LEFT_OUT = {
    "skip": "def test_it():\n    import pytest\n    pytest.skip('not today')\n",
    "marked": "import pytest\n@pytest.mark.skip(reason='not today')\ndef test_it(): ...\n",
    "xfail": "import pytest\n@pytest.mark.xfail\ndef test_it():\n    assert False\n",
    "xpass": "import pytest\n@pytest.mark.xfail\ndef test_it(): ...\n",
    "module": "import pytest\npytest.skip('not today', allow_module_level=True)\n",
    "fixture": (
        "import pytest\n@pytest.fixture\ndef it():\n    pytest.skip('not today')\n"
        "def test_it(it): ...\n"
    ),
    "passing": "def test_it(): ...\n",
}


@pytest.mark.parametrize(
    ("strict", "summary"),
    [
        ("true", {"failed": 3, "errors": 3, "passed": 1}),
        ("false", {"skipped": 4, "xfailed": 1, "xpassed": 1, "passed": 1}),
    ],
)
def test_left_out(strict: str, summary: dict[str, int], tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    for name, code in LEFT_OUT.items():
        (tmp_path / f"test_{name}.py").write_text(code)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--continue-on-collection-errors"),
            *("-c", os.devnull, "--ds", "cms.settings.test", "-p", "no:cacheprovider"),
            *("--rootdir", tmp_path, tmp_path),
        ],
        cwd=ROOT,
        env=os.environ | {"CI": strict, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    last = done.stdout.strip().splitlines()[-1]
    counts = re.findall(r"(\d+) (passed|failed|errors|skipped|xfailed|xpassed)", last)
    assert {word: int(number) for number, word in counts} == summary
