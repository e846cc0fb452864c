"""Real threads on a real database, each with a connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import connections


def together(*works: Callable[[], Any], patience: float = 60) -> list[Any]:
    """What each of ``works`` returns, or the exception it raises; all begin at once.

    ``patience``: seconds in which all have to be done.
    """
    start = Barrier(len(works))
    found: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(30)
            found[place] = work()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(patience)
    assert not any(thread.is_alive() for thread in threads)
    return found
