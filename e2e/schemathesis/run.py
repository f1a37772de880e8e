"""Lets Schemathesis invent calls from the served OpenAPI documents, and looks at every answer.

    python3.12 run.py --sandbox target/debug/personio-sandbox --venv-dir target/e2e-venvs

No answer may be a 5xx, and each must be as its description says. Ends with the line `N passed, N failed` and status 0
if nothing failed.
"""

import argparse
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent))
from sandbox import Sandbox, Score, environment, started  # noqa: E402

HERE = Path(__file__).resolve().parent
LIMIT = 600  # seconds that one document may take
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
DOCUMENTS = ["v1", "v2"]


def tokens(sandbox: Sandbox) -> dict[str, str]:
    """What the calls are let in with."""
    made = sandbox.control("credentials", {"name": "Schemathesis", "permissions": "all", "attributes": "all"})
    company = sandbox.control("company")
    access = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
    v1 = post(f"{sandbox.url}/v1/auth", json.dumps(access), "application/json")
    form = "&".join(f"{name}={value}" for name, value in access.items()) + "&grant_type=client_credentials"
    v2 = post(f"{sandbox.url}/v2/auth/token", form, "application/x-www-form-urlencoded")
    return {
        "SANDBOX_V1_TOKEN": v1["data"]["token"],
        "SANDBOX_V2_TOKEN": v2["access_token"],
        "SANDBOX_RECRUITING_TOKEN": company["recruiting_access_token"],
        "SANDBOX_RECRUITING_COMPANY": str(company["recruiting_company_id"]),
    }


def known_ids(sandbox: Sandbox, document: str, access: dict[str, str]) -> dict[str, list]:
    """For the address of each list of a document, some ids in it; also of lists that belong to a row of another one."""
    templates = list(get(f"{sandbox.url}/openapi/{document}.json", {})["paths"])
    ids: dict[str, list] = {}
    for template in sorted(templates, key=lambda it: it.count("{")):
        addresses = [template]
        while "{" in addresses[0]:
            before, after = addresses[0].split("/{", 1)
            after = after.split("}", 1)[1]
            addresses = [f"{before}/{it}{after}" for it in ids.get(before, [])[:1]]
            if not addresses:
                break
        for address in addresses:
            token = "RECRUITING" if address.startswith("/v1/recruiting/") else document.upper()
            headers = {"authorization": f"Bearer {access[f'SANDBOX_{token}_TOKEN']}", "beta": "true"}
            try:
                answer = get(sandbox.url + address, headers)
            except (urllib.error.HTTPError, ValueError):
                continue  # no list, or none that can be read without parameters
            rows = answer.get("_data", answer.get("data")) if isinstance(answer, dict) else None
            if isinstance(rows, list) and rows:
                ids[address] = [it for it in map(id_of, rows) if it is not None][:20]
    return ids


def id_of(row: object) -> object:
    """The id of a row of either generation."""
    if not isinstance(row, dict):
        return None
    if "id" in row:
        return row["id"]
    value = row.get("attributes", {}).get("id")
    return value["value"] if isinstance(value, dict) else value


def get(url: str, headers: dict[str, str]) -> object:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:
        return json.load(answer)


def post(url: str, body: str, media_type: str) -> dict:
    request = urllib.request.Request(url, body.encode(), {"content-type": media_type})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def run(python: Path, sandbox: Sandbox, document: str, examples: int, seed: int) -> subprocess.CompletedProcess:
    command = [python.with_name("schemathesis"), "run", f"{sandbox.url}/openapi/{document}.json"]
    command += ["--url", sandbox.url, "--checks", ",".join(CHECKS), "--seed", str(seed), "--no-color"]
    command += ["--max-examples", str(examples), "--continue-on-failure", "--warnings", "off"]
    command += ["--suppress-health-check", "all", "--max-redirects", "0"]
    access = tokens(sandbox)
    surroundings = os.environ | access | {
        "SANDBOX_IDS": json.dumps(known_ids(sandbox, document, access)),
        "SCHEMATHESIS_HOOKS": "hooks",
        "PYTHONPATH": str(HERE),
        "NO_PROXY": "*",
    }
    return subprocess.run(command, env=surroundings, cwd=HERE, capture_output=True, text=True, timeout=LIMIT)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--sandbox", required=True, help="the program `personio-sandbox`")
    arguments.add_argument("--venv-dir", type=Path, required=True, help="where the virtual environments are kept")
    arguments.add_argument("--examples", type=int, default=15, help="invented calls for each operation")
    arguments.add_argument("--seed", type=int, default=1, help="another seed, other calls")
    given = arguments.parse_args()
    python = environment(HERE / "schemathesis.txt", given.venv_dir)
    score = Score()
    for document in DOCUMENTS:
        with started(given.sandbox, "--no-rate-limits") as sandbox:
            result = run(python, sandbox, document, given.examples, given.seed)
        text = result.stdout + result.stderr
        problem = None if result.returncode == 0 else f"it ended with {result.returncode}\n{text[-12000:]}"
        score.note(f"invented calls of {document} are answered as described", problem)
    print(f"{score.passed} passed, {score.failed} failed")
    return 1 if score.failed else 0


if __name__ == "__main__":
    sys.exit(main())
