"""dlt-source-personio (v2): a whole pipeline into a database, persons, employments, custom attributes, pictures.

The address is a constant of the package that everything binds while it is imported, so its settings are loaded and
changed first; nothing else of the package is touched.
"""

import importlib.machinery
import importlib.util
import os
import sys
import tempfile
from pathlib import Path

from shared import answer, settings

PACKAGE = "dlt_source_personio"


def point_at(url: str) -> None:
    package = importlib.machinery.PathFinder.find_spec(PACKAGE)
    assert package and package.origin, f"{PACKAGE} is not installed"
    name = f"{PACKAGE}.settings"
    spec = importlib.util.spec_from_file_location(name, Path(package.origin).with_name("settings.py"))
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.API_BASE = url
    sys.modules[name] = module


at = settings()
point_at(at.url)
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"

import dlt  # noqa: E402
import dlt_source_personio as personio  # noqa: E402
from dlt_source_personio import rest_client  # noqa: E402

assert rest_client.get_rest_client()[0].base_url.rstrip("/") == at.url, "the source would call the real host"

with tempfile.TemporaryDirectory() as folder:
    pipeline = dlt.pipeline(
        pipeline_name="sandbox",
        pipelines_dir=folder,
        destination=dlt.destinations.duckdb(f"{folder}/people.duckdb"),
        dataset_name="personio",
    )
    pipeline.run(personio.source())
    with pipeline.sql_client() as sql:
        persons = [row[0] for row in sql.execute_sql("SELECT id FROM persons")]
        employments = sql.execute_sql("SELECT id, person__id FROM employments")
    missing = set(persons) - {person for _, person in employments}
    assert not missing, f"{len(missing)} persons came without an employment"
answer(people=persons, employments=(employment for employment, _ in employments))
