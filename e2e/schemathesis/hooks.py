"""Lets Schemathesis in, and lets it meet rows that there are: each part of the API has a token of its own, and a
third of the paths get ids that the sandbox listed before.
"""

import itertools
import json
import os
import re

import schemathesis

TOKENS = {
    "/v1/recruiting/": ("SANDBOX_RECRUITING_TOKEN", "SANDBOX_RECRUITING_COMPANY"),
    "/v1/": ("SANDBOX_V1_TOKEN", None),
    "/v2/": ("SANDBOX_V2_TOKEN", None),
}
# For the address of a list, the ids in it.
IDS = json.loads(os.environ["SANDBOX_IDS"])
calls = itertools.count()


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts in the right token and, in turn, ids that there are; one call in ten stays as it was invented."""
    turn = next(calls)
    if "/auth" in case.path or turn % 10 == 0:
        return
    if turn % 3 == 0:
        use_known_ids(case, turn)
    for prefix, (token, company) in TOKENS.items():
        if case.path.startswith(prefix):
            headers = dict(case.headers or {})
            headers["Authorization"] = f"Bearer {os.environ[token]}"
            if company:
                headers["X-Company-ID"] = os.environ[company]
            case.headers = headers
            return


def use_known_ids(case, turn):
    path, parameters = case.path, dict(case.path_parameters or {})
    while found := re.search(r"^(.*?)/\{(\w+)\}", path):
        ids = IDS.get(found[1])
        if not ids:
            return
        parameters[found[2]] = ids[turn % len(ids)]
        path = f"{found[1]}/{parameters[found[2]]}{path[found.end():]}"
    case.path_parameters = parameters
