"""Reads and writes the sandbox with Python clients that others published, unmodified, and counts what they got.

    python3.12 run.py --sandbox target/debug/personio-sandbox --venv-dir target/e2e-venvs

Needs only Python's own library; each client gets a virtual environment of its own with the versions in
`requirements/`. Ends with the line `N passed, N failed` and status 0 if nothing failed.
"""

import argparse
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))
from sandbox import Sandbox, Score, environment, started  # noqa: E402

HERE = Path(__file__).resolve().parent
LIMIT = 300  # seconds that one client may take


@dataclass(frozen=True)
class Client:
    name: str
    script: str
    # Whether it pages as both API generations want it; the others see only the first page of a larger company.
    pages: bool = False
    # Whether it logs in; the career site is for everybody.
    logs_in: bool = True
    # A script that writes, beside the one that reads.
    writes: str | None = None


CLIENTS = [
    Client("personio-py", "read_personio_py.py", writes="write_personio_py.py"),
    Client("personio-api-client", "read_personio_api_client.py"),
    Client("personio-client-api", "read_personio_client_api.py"),
    Client("personio-client", "read_personio_client.py", pages=True),
    Client("dlt-source-personio", "read_dlt_source_personio.py"),  # pages, but asks once a person
    Client("openroles", "read_openroles.py", logs_in=False),
]

# What the sandbox counts by itself, for each kind of row that a reader tells the ids of.
COUNTS = {
    "people": lambda company: company["people"]["total"],
    "employments": lambda company: company["employments"],
    "absence_types": lambda company: company["absence_types"],
    "absences": lambda company: company["absences_in_days"],
    "attendances": lambda company: company["attendances"],
    "projects": lambda company: company["projects"],
    "published_jobs": lambda company: company["published_jobs"],
}


def counts_of(sandbox: Sandbox) -> dict[str, int]:
    company = sandbox.control("company")
    return {kind: count(company) for kind, count in COUNTS.items()}


def credential(sandbox: Sandbox, right: str = "read") -> dict:
    permissions = {row: right for row in ["employees", "attendances", "time_off", "documents"]}
    return sandbox.control("credentials", {"name": "Clients", "permissions": permissions, "attributes": "all"})


def run(python: Path, script: str, url: str, access: dict) -> subprocess.CompletedProcess:
    surroundings = os.environ | {
        "SANDBOX_URL": url,
        "PERSONIO_CLIENT_ID": access["client_id"],
        "PERSONIO_CLIENT_SECRET": access["client_secret"],
        "NO_PROXY": "*",
    }
    command = [python, HERE / "clients" / script]
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=LIMIT)


def failure(result: subprocess.CompletedProcess) -> str | None:
    if result.returncode == 0:
        return None
    return f"it ended with {result.returncode}\n{result.stderr[-3000:]}"


def note_read(what: str, result: subprocess.CompletedProcess, counts: dict[str, int], score: Score) -> None:
    """Compares what a client read with what there is, a line for each kind of row."""
    if result.returncode != 0:
        score.note(what, failure(result))
        return
    for kind, ids in json.loads(result.stdout.strip().splitlines()[-1]).items():
        expected, problem = counts[kind], None
        if len(set(ids)) != len(ids):
            problem = f"{len(ids) - len(set(ids))} of them came twice"
        elif len(ids) != expected or expected == 0:
            problem = f"{len(ids)} came"
        score.note(f"{what} all {expected} {kind.replace('_', ' ')}", problem)


def try_client(client: Client, python: Path, small: Sandbox, large: Sandbox | None, score: Score) -> None:
    good = credential(small)
    result = run(python, client.script, small.url, good)
    note_read(f"{client.name} reads", result, counts_of(small), score)
    if client.logs_in:
        wrong = good | {"client_secret": good["client_secret"][:-4] + "0000"}
        refused = run(python, client.script, small.url, wrong).returncode != 0
        score.note(f"{client.name} is refused with a wrong secret", None if refused else "it was let in")
    if large and client.pages:
        result = run(python, client.script, large.url, credential(large))
        note_read(f"{client.name} reads page by page", result, counts_of(large), score)
    if client.writes:
        result = run(python, client.writes, small.url, credential(small, "read_write"))
        score.note(f"{client.name} writes and reads again", failure(result))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sandbox", required=True, help="the program `personio-sandbox`")
    arguments.add_argument("--base-url", help="a running sandbox with a larger company, for the clients that page")
    arguments.add_argument("--venv-dir", type=Path, required=True, help="where the virtual environments are kept")
    arguments.add_argument("--allow-skip", action="store_true", help="a client that can't be installed is skipped")
    given = arguments.parse_args()
    score, skipped = Score(), 0
    with started(given.sandbox) as small:
        large = Sandbox(given.base_url) if given.base_url else None
        for client in CLIENTS:
            try:
                python = environment(HERE / "requirements" / f"{client.name}.txt", given.venv_dir)
            except (subprocess.SubprocessError, OSError) as error:
                if given.allow_skip:
                    skipped += 1
                    print(f"skipped {client.name}: it can't be installed ({error})", flush=True)
                else:
                    score.note(f"{client.name} can be installed", str(error))
                continue
            try_client(client, python, small, large, score)
    print(f"{score.passed} passed, {score.failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if score.failed else 0


if __name__ == "__main__":
    sys.exit(main())
