"""Where the program, the real data and the virtual patients of the tests lie."""

import json
import os
import pathlib
import subprocess

import pytest

source = pathlib.Path(__file__).resolve().parents[2]


def folder(variable, beside_the_source):
    named = os.environ.get(variable)
    for place in (pathlib.Path(named) if named else None, source.parent / "shared" / beside_the_source):
        if place and place.is_dir():
            return place
    pytest.skip(f"no {beside_the_source} at hand: set {variable}")


@pytest.fixture(scope="session")
def data():
    return folder("SYNCHRONY_DATA", "data")


@pytest.fixture(scope="session")
def cases():
    return folder("SYNCHRONY_CASES", "cases")


@pytest.fixture(scope="session")
def formats():
    return folder("SYNCHRONY_FORMATS", "formats")


@pytest.fixture(scope="session")
def program():
    """What the program prints as JSON, and its exit code."""
    path = os.environ.get("SYNCHRONY_PROGRAM", "synchrony")

    def run(*arguments):
        done = subprocess.run([path, *map(str, arguments), "--json"], capture_output=True, check=False)
        assert done.stdout, done.stderr.decode()
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="session")
def cohort(tmp_path_factory):
    """Forty virtual patients."""
    import synchrony

    out = tmp_path_factory.mktemp("cohort") / "vc"
    synchrony.simulate(out, patients=40, seed=5, threads=2)
    return out
