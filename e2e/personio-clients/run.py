"""Reads the sandbox with Python clients that others published, unmodified, and counts what they got.

    python3.12 run.py --sandbox target/debug/personio-sandbox --venv-dir target/e2e-venvs

Needs only Python's own library; each client gets a virtual environment of its own with the versions in
`requirements/`. Ends with the line `N passed, N failed` and status 0 if nothing failed.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import urllib.request
import venv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMIT = 300  # seconds that one client may take


@dataclass(frozen=True)
class Client:
    name: str
    script: str
    # Whether it pages as both API generations want it; the others see only the first page of a larger company.
    pages: bool


CLIENTS = [
    Client("personio-py", "read_personio_py.py", pages=False),
    Client("personio-api-client", "read_personio_api_client.py", pages=False),
    Client("personio-client-api", "read_personio_client_api.py", pages=False),
    Client("personio-client", "read_personio_client.py", pages=True),
    Client("dlt-source-personio", "read_dlt_source_personio.py", pages=False),  # pages, but asks once a person
]


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

    def people(self) -> int:
        return self.control("company")["people"]["total"]

    def credential(self) -> dict:
        rows = ["employees", "attendances", "time_off", "documents"]
        permissions = {row: "read" for row in rows}
        return self.control("credentials", {"name": "Clients", "permissions": permissions, "attributes": "all"})


def start(program: str) -> tuple[subprocess.Popen, Sandbox]:
    """Starts a small company on a free port."""
    command = [program, "serve", "--listen", "127.0.0.1:0", "--company", "small"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    line = process.stdout.readline()
    if "http://" not in line:
        process.kill()
        sys.exit(f"{program} did not say where it listens")
    return process, Sandbox("http://" + line.split("http://")[1].strip())


def environment_of(client: Client, folder: Path) -> Path:
    """The Python of the client's virtual environment, which is made if it isn't there."""
    requirements = HERE / "requirements" / f"{client.name}.txt"
    text = requirements.read_bytes() + sys.version.encode()
    home = folder / f"{client.name}-{hashlib.sha256(text).hexdigest()[:12]}"
    python, complete = home / "bin" / "python", home / "complete"
    if not complete.exists():
        venv.create(home, with_pip=True, clear=True)
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements]
        subprocess.run(install, check=True, timeout=600)
        complete.touch()
    return python


def read(python: Path, client: Client, url: str, credential: dict) -> subprocess.CompletedProcess:
    surroundings = os.environ | {
        "SANDBOX_URL": url,
        "PERSONIO_CLIENT_ID": credential["client_id"],
        "PERSONIO_CLIENT_SECRET": credential["client_secret"],
        "NO_PROXY": "*",
    }
    command = [python, HERE / "clients" / client.script]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=LIMIT)


def problem_with(result: subprocess.CompletedProcess, people: int) -> str | None:
    if result.returncode != 0:
        return f"it ended with {result.returncode}\n{result.stderr[-3000:]}"
    ids = json.loads(result.stdout.strip().splitlines()[-1])
    if len(set(ids)) != len(ids):
        return f"{len(ids) - len(set(ids))} people came twice"
    return None if len(ids) == people else f"{len(ids)} people came instead of {people}"


def try_client(client: Client, python: Path, small: Sandbox, large: Sandbox | None, score: Score) -> None:
    good = small.credential()
    people = small.people()
    result = read(python, client, small.url, good)
    score.note(f"{client.name} reads all {people} people", problem_with(result, people))
    wrong = good | {"client_secret": good["client_secret"][:-4] + "0000"}
    refused = read(python, client, small.url, wrong).returncode != 0
    score.note(f"{client.name} is refused with a wrong secret", None if refused else "it was let in")
    if large and client.pages:
        people = large.people()
        result = read(python, client, large.url, large.credential())
        score.note(f"{client.name} reads all {people} people", problem_with(result, people))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sandbox", required=True, help="the program `personio-sandbox`")
    arguments.add_argument("--base-url", help="a running sandbox with a larger company, for the clients that page")
    arguments.add_argument("--venv-dir", type=Path, required=True, help="where the virtual environments are kept")
    arguments.add_argument("--allow-skip", action="store_true", help="a client that can't be installed is skipped")
    given = arguments.parse_args()
    score, skipped = Score(), 0
    process, small = start(given.sandbox)
    try:
        large = Sandbox(given.base_url) if given.base_url else None
        for client in CLIENTS:
            try:
                python = environment_of(client, given.venv_dir.resolve())
            except (subprocess.SubprocessError, OSError) as error:
                if given.allow_skip:
                    skipped += 1
                    print(f"skipped {client.name}: it can't be installed ({error})", flush=True)
                else:
                    score.note(f"{client.name} can be installed", str(error))
                continue
            try_client(client, python, small, large, score)
    finally:
        process.terminate()
        process.wait(10)
    print(f"{score.passed} passed, {score.failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if score.failed else 0


if __name__ == "__main__":
    sys.exit(main())
