"""Fixtures of all tests: an environment without the machine's own settings, and an authority for TLS on loopback."""

import gc
import os
import ssl

import pytest
import trustme
from hypothesis import settings

from tests.support.long import LONG

# In CI the same examples each time, so that a red run is the change's doing.
settings.register_profile("ci", derandomize=True, deadline=None, max_examples=50)
settings.register_profile("local", deadline=None, max_examples=50)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile("long" if LONG else "ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="module", autouse=True)
def short_collections():
    """Find leaks module by module, and keep what lives on out of each later collection, which many tests ask for."""
    yield
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Two more than there are cores, as the longest tests mostly wait: for a deadline, a process, a server."""
    return (yield) + 2


def pytest_collection_finish():
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch):
    for name in list(os.environ):
        if name.startswith(("LEADCONNECTOR_", "SSL_CERT_")) or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="module")
def authority():
    return trustme.CA()


@pytest.fixture(scope="module")
def context(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "things.example").configure_cert(context)
    return context


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
