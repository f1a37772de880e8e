"""openroles (career site): `robots.txt`, then the feed of open positions, in two languages.

It asks hosts under `jobs.personio.de` by https and knows no other address, so the connections of Python's own library
are led to the sandbox, by http; the client and the name of the host that it asks for stay as they are.
"""

import http.client
import urllib.request
from urllib.parse import urlsplit

from shared import answer, settings

at = settings()
asked: list[str] = []


class Led(http.client.HTTPConnection):
    """A connection that goes to the sandbox, whatever host is asked for."""

    def connect(self) -> None:
        asked.append(self.host)
        sandbox = urlsplit(at.url)
        self._tunnel_host = None
        host, port = self.host, self.port
        self.host, self.port = sandbox.hostname, sandbox.port
        super().connect()
        self.host, self.port = host, port


urllib.request.HTTPSHandler.https_open = lambda self, request: self.do_open(Led, request)

from openroles.providers import personio  # noqa: E402

COMPANY = "nordlicht"
jobs = personio.fetch(COMPANY, "en")
german = personio.fetch(COMPANY, "de")
assert asked and all(host == f"{COMPANY}.jobs.personio.de" for host in asked), f"it asked {asked}"
assert {it.id for it in jobs} == {it.id for it in german}, "the languages have different positions"
for job in jobs:
    for what in ("title", "department", "locations", "posted", "employment_type"):
        assert getattr(job, what), f"{job.id} has no {what}"
assert any(job.description for job in jobs), "no position has a description"
assert personio.exists(COMPANY) and not personio.exists("nobody-is-here"), "an unknown company looks like a known one"
answer(published_jobs=(job.id for job in jobs))
