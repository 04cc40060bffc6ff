"""The store on a real PostgreSQL server, started here for these tests; skipped where none is installed."""

from __future__ import annotations

import csv
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import create_engine, text

from autograde.records import Record
from autograde.store import Key, Store, StoreError

ROOT = Path(__file__).resolve().parent.parent


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


NAME = "initializers"


def by(folder: Path, *words: str) -> str:
    """What a command says in a course folder."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_a_course_with_gradebook_and_store_on_the_server(url, tmp_path):
    server = url.rpartition("/")[0]
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in ("gradebook", "store"):
            connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    shutil.copytree(ROOT / "source" / NAME, tmp_path / "source" / NAME)
    config = (ROOT / "nbgrader_config.py").read_text()
    (tmp_path / "nbgrader_config.py").write_text(f"{config}c.CourseDirectory.db_url = '{server}/gradebook'\n")
    (tmp_path / "autograde.toml").write_text(f'store = "{server}/store"\n')
    for student, notebook in (("ann", "complete"), ("bob", "half_done")):
        place = tmp_path / "inbox" / student / NAME / f"{NAME}.ipynb"
        place.parent.mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "submissions" / NAME / f"{notebook}.ipynb", place)

    by(tmp_path, "nbgrader", "generate_assignment", NAME)
    by(tmp_path, "autograde", "serve", NAME, "--inbox", "inbox", "--once", "--isolation", "process", "--jobs", "1")
    with Gradebook(f"{server}/gradebook") as gradebook:
        reflection = gradebook.find_grade("reflection", NAME, NAME, "ann")
        reflection.manual_score = 7.5
        gradebook.db.commit()
    by(tmp_path, "nbgrader", "generate_feedback", NAME, "--force")
    by(tmp_path, "nbgrader", "export")

    with (tmp_path / "grades.csv").open() as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    store = Store(f"{server}/store")
    graded = {line.submission: line.score for line in store.history(NAME)}
    store.close()
    assert graded["ann"] == 100
    assert exported == {"ann": 107.5, "bob": graded["bob"]}
    assert not list(tmp_path.glob("*.db"))
    page = (tmp_path / "feedback" / "ann" / NAME / f"{NAME}.html").read_text()
    assert "107.5" in page
