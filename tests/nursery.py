"""A process that has loaded Django once and bears others, each as fresh as one started anew.

Loading takes seconds, bearing takes none.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.core.management import execute_from_command_line
from django.db import connections

ROOT = Path(__file__).resolve().parents[1]


class Nursery:
    """Runs management commands in children of one process with this environment.

    Nobody talks to it but the thread that made it, and one child lives at a time.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.process: subprocess.Popen[str] | None = None

    def run(self, arguments: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """``manage.py`` with these arguments and no input, to its end."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.nursery"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        told, answers = self.process.stdin, self.process.stdout
        assert told is not None
        assert answers is not None
        with TemporaryDirectory() as folder:
            printed = [Path(folder, name) for name in ("out", "err")]
            told.write(json.dumps([arguments, [str(file) for file in printed]]) + "\n")
            told.flush()
            code = int(answers.readline())
            return subprocess.CompletedProcess(
                arguments, code, *(file.read_text() for file in printed)
            )

    def end(self) -> None:
        """Let it go; it holds nothing."""
        if self.process is not None:
            self.process.communicate()
            self.process = None


def _live(arguments: Sequence[str], files: Sequence[str]) -> int:
    """Be ``manage.py``, which prints into these files; the exit status."""
    for number, file in enumerate(files, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    try:
        execute_from_command_line(["manage.py", *arguments])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def main() -> None:
    """Bear one child for every line of the input, and print how it ended."""
    django.setup()
    answers = os.fdopen(os.dup(1), "w")
    for line in sys.stdin:
        assert all(each.connection is None for each in connections.all())
        child = os.fork()
        if not child:
            code = _live(*json.loads(line))
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        print(ended, file=answers, flush=True)


if __name__ == "__main__":
    main()
