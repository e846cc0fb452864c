"""An SMTP server on the loopback that keeps what it is given, and fails as a test tells it to."""

import base64
import email
import email.policy
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from threading import Thread
from typing import Any


@dataclass
class Mailbox:
    """What came in, and how the server behaves.

    ``answers`` replaces what it says to a command (``CONNECT``, ``EHLO``, ``AUTH``, ``MAIL``,
    ``RCPT``, ``DATA``, ``.`` for the end of a letter): a line, or the empty text to hang up without
    a word. ``hangs`` names the command after which it says nothing any more. ``secret`` is the
    password it asks for, by AUTH PLAIN.
    """

    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    hangs: str = ""
    secret: str = ""
    connections: int = 0

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to ``address``, in the order in which they came."""
        return [one for one in self.letters if one["To"] == address]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        box: Mailbox = self.server.mailbox  # type: ignore[attr-defined]
        box.connections += 1
        extensions = "AUTH PLAIN" if box.secret else "8BITMIME"
        usual = {
            "CONNECT": "220 test",
            "EHLO": f"250-test\r\n250 {extensions}",
            "DATA": "354 go on",
            "QUIT": "221 bye",
            "AUTH": "235 welcome",
        }
        word, refused = "CONNECT", False
        while True:
            if box.hangs == word:
                # As long as the other side is there, or a test may take.
                self.connection.settimeout(20)
                self.rfile.read()
                return
            answer = box.answers.get(word, usual.get(word, "250 fine"))
            if word == "AUTH" and refused:
                answer = "535 wrong"
            if not answer:
                return
            self.wfile.write(answer.encode() + b"\r\n")
            if word == "QUIT":
                return
            if word == "DATA" and answer.startswith("354"):
                text = self._letter()
                word = "."
                if box.answers.get(".", "2").startswith("2") and box.hangs != ".":
                    box.letters.append(text)
                continue
            line = self.rfile.readline().decode()
            if not line:
                return
            word, _, rest = line.strip().partition(" ")
            word = word.upper()
            # The password is the end of what is sent.
            said = base64.b64decode(rest.split(" ")[-1]) if word == "AUTH" else b""
            refused = not said.endswith(box.secret.encode())

    def _letter(self) -> EmailMessage:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b".") else line)
        found: Any = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        return found


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who hangs up in the middle of a word is what some tests are about."""


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A server for as long as the block runs; its port is the mailbox's."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        mailbox = server.mailbox = Mailbox(port=server.server_address[1])  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()
