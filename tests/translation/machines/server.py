"""A server on the loopback that answers what a test tells it, and remembers what it was asked."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Answer:
    """One answer: ``body`` as JSON unless it is bytes; ``after`` seconds, ``drip`` byte by byte."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    after: float = 0.0
    drip: float = 0.0


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    payload: Any


class Service:
    """Answers in turn, the last one again and again; a function makes one of the payload."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: list[Answer | Callable[[Any], Answer]] = []
        self.asked: list[Asked] = []

    def says(self, *answers: Answer | Callable[[Any], Answer]) -> None:
        self.answers = list(answers)

    def next(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return answer(asked.payload) if callable(answer) else answer


@contextmanager
def served() -> Iterator[Service]:
    """A service for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = service.next(Asked(self.path, dict(self.headers), json.loads(body)))
            time.sleep(answer.after)
            is_raw = isinstance(answer.body, bytes)
            sent = answer.body if is_raw else json.dumps(answer.body).encode()
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                for place in range(0, len(sent), 1 if answer.drip else len(sent)):
                    self.wfile.write(sent[place : place + (1 if answer.drip else len(sent))])
                    self.wfile.flush()
                    time.sleep(answer.drip)
            except ConnectionError:
                # Who asked has gone: that is what some tests are about.
                self.close_connection = True

        def log_message(self, *arguments: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service = Service(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
