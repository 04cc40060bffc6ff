"""The store on a real PostgreSQL server, started here for these tests; skipped where none is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from autograde.records import Record
from autograde.store import Key, Store, StoreError


def binaries() -> Path | None:
    """Where initdb and pg_ctl lie; Debian keeps them off the PATH."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = shutil.which("initdb")
    return installed[-1].parent if installed else Path(found).parent if found else None


@pytest.fixture(scope="module")
def url():
    """A server of its own, on a free port of this machine; the server refuses to run as root."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="the driver is not installed (pip install 'nitty-gritty[postgres]')")
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="postgres-") as folder, socket.socket() as free:
        base = Path(folder)
        if user:
            shutil.chown(base, user)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()

        def run(program: str, *arguments: str) -> None:
            command = [programs / program, "-D", base / "data", *arguments]
            subprocess.run(command, user=user, cwd=base, check=True, stdout=subprocess.DEVNULL)

        run("initdb", "--auth=trust", "--username=grader", "--no-sync")
        options = f"-p {port} -k {base} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-w", "-l", str(base / "log"), "-o", options, "start")
        yield f"postgresql+psycopg://grader:secret@127.0.0.1:{port}/postgres"
        run("pg_ctl", "-w", "-m", "immediate", "stop")


def record(number: int, score: float = 1.0) -> Record:
    return Record(f"s{number}", f"/in/{number}.py", f"d{number}", "graded", None, "process", score, 100.0, 0.1, ())


def key(number: int, suite: str = "suite") -> Key:
    return Key(f"d{number}", suite, "environment", "process")


def test_records_and_history_come_back_as_they_were_written(url):
    store = Store(url)
    store.keep(key(1, "new suite"), record(1, 7.0))
    store.add("a", key(1), record(1))
    store.add("a", key(1), record(1))
    store.add("a", key(1, "new suite"), record(1, 7.0))
    assert [line.score for line in store.history("a", "s1")] == [1.0, 7.0]
    assert store.latest("a")["s1"].key == key(1, "new suite")
    store.replace("a", key(1), record(1, 3.0))
    store.close()
    again = Store(url)
    found = again.find(key(1))
    assert found is not None
    assert found.score == 3.0
    assert again.find(key(2)) is None
    again.close()


def test_two_writers_of_the_same_results_write_each_once(url):
    stores = [Store(url), Store(url)]
    errors: list[BaseException] = []

    def write(store: Store) -> None:
        try:
            for number in range(100, 160):
                store.add("b", key(number), record(number))
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=[store]) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert set(stores[0].latest("b")) == {f"s{number}" for number in range(100, 160)}
    for store in stores:
        store.close()


WRITER = """
import sys
sys.path.insert(0, sys.argv[2])
from test_postgres import key, record
from autograde.store import Store
store = Store(sys.argv[1])
for number in range(1000, 100_000):
    store.add("c", key(number), record(number))
    print(number, flush=True)
"""


def test_a_writer_that_is_killed_loses_no_record_that_it_had_written(url):
    command = [sys.executable, "-c", WRITER, url, str(Path(__file__).parent)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    last = next(int(line) for line in process.stdout if int(line) >= 1040)
    process.kill()
    last = max([last, *(int(line) for line in process.stdout.read().split())])
    process.wait()
    store = Store(url)
    names = [line.submission for line in store.history("c")]
    store.close()
    assert len(names) == len(set(names))
    assert names[: last - 999] == [f"s{number}" for number in range(1000, last + 1)]


def test_no_server_is_said_without_the_password(url):
    with pytest.raises(StoreError, match="cannot be opened") as raised:
        Store("postgresql+psycopg://grader:secret@127.0.0.1:9/postgres")
    assert "secret" not in str(raised.value)
