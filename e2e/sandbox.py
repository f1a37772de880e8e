"""What the scripts that are run against the sandbox share: a sandbox of their own, environments, a score.

Needs only Python's own library.
"""

import hashlib
import json
import subprocess
import sys
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Score:
    passed: int = 0
    failed: int = 0

    def note(self, what: str, problem: str | None) -> None:
        if problem is None:
            self.passed += 1
            print(f"ok      {what}", flush=True)
        else:
            self.failed += 1
            print(f"FAILED  {what}: {problem}", flush=True)


class Sandbox:
    """A running sandbox and its control addresses."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def control(self, path: str, body: object = None) -> dict:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_sandbox/{path}", data, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


@contextmanager
def started(program: str, *options: str) -> Iterator[Sandbox]:
    """A small company on a free port."""
    command = [program, "serve", "--listen", "127.0.0.1:0", "--company", "small", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        line = process.stdout.readline()
        if "http://" not in line:
            sys.exit(f"{program} did not say where it listens")
        yield Sandbox("http://" + line.split("http://")[1].strip())
    finally:
        process.terminate()
        process.wait(10)


def environment(requirements: Path, folder: Path) -> Path:
    """The Python of a virtual environment with these packages, which is made if it isn't there."""
    text = requirements.read_bytes() + sys.version.encode()
    home = folder.resolve() / f"{requirements.stem}-{hashlib.sha256(text).hexdigest()[:12]}"
    python, complete = home / "bin" / "python", home / "complete"
    if not complete.exists():
        venv.create(home, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]
        subprocess.run(install, check=True, timeout=600)
        complete.touch()
    return python
