"""What a test in a browser needs: a course that uses nbgrader's exchange, Jupyter's server in a folder, Chromium."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from autograde import jail

ROOT = Path(__file__).resolve().parent.parent
NAME = "initializers"
BUNDLED = ROOT / "tests" / "submissions" / NAME
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 120_000.0  # milliseconds until a condition that does not come true fails a test
expect.set_options(timeout=PATIENCE)

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # what a page asks of the internet fails at once
)
SERVER = ("jupyter", "lab", "--no-browser", "--allow-root", "--ip=127.0.0.1", "--port=0")
WITHOUT_NEWS = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}  # a notice over the page


def environment(home: Path) -> dict[str, str]:
    """Of the programs of a user who has nothing but a home folder."""
    own = {f"JUPYTER_{kind}_DIR": str(home / ".jupyter" / kind.lower()) for kind in ("CONFIG", "DATA", "RUNTIME")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    quiet = {"PYTHONWARNINGS": "ignore", "OMP_NUM_THREADS": "1"}
    return {**os.environ, **own, **quiet, "HOME": str(home), "PATH": path}


def run(folder: Path, *words: str) -> None:
    """A command in a folder; it must succeed."""
    done = subprocess.run(words, cwd=folder, env=environment(folder), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def open_course(root: Path, exchange: Path) -> None:
    """An instructor's course folder; nothing is released yet."""
    shutil.copytree(ROOT / "source" / NAME, root / "source" / NAME)
    exchange.mkdir()
    exchange.chmod(0o777)
    settings = f"c.Exchange.root = {str(exchange)!r}\nc.SubmissionExporter.isolation = {jail.best()!r}\n"
    (root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text() + settings)


def hand_in(root: Path, *students: str) -> None:
    """The bundled submissions of these names, as if they had been collected; graded, in the gradebook."""
    for student in students:
        folder = root / "submitted" / student / NAME
        folder.mkdir(parents=True)
        shutil.copy(BUNDLED / f"{student}.ipynb", folder / f"{NAME}.ipynb")
    options = ("--isolation", jail.best(), "--jobs", "1")
    run(root, "autograde", "grade", "submitted", "--assignment", NAME, "--gradebook", *options)


def join_course(home: Path, exchange: Path) -> None:
    """A student's folder, which knows where the exchange is."""
    home.mkdir()
    (home / "nbgrader_config.py").write_text(f"c = get_config()\nc.Exchange.root = {str(exchange)!r}\n")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser with a profile of its own."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def jupyter(folder: Path) -> Iterator[str]:
    """Jupyter's server with JupyterLab in a folder: the address that lets a browser in."""
    settings = folder / ".jupyter" / "config" / "labconfig"
    settings.mkdir(parents=True)
    (settings / "page_config.json").write_text(json.dumps(WITHOUT_NEWS))
    log = folder.with_name(f"{folder.name}.log")
    with log.open("wb") as out:
        server = subprocess.Popen(SERVER, cwd=folder, env=environment(folder), stdout=out, stderr=out)
    try:
        said = folder / ".jupyter" / "runtime" / f"jpserver-{server.pid}.json"
        yield _address(said, server, log)
    finally:
        server.terminate()
        server.wait()


def _address(said: Path, server: subprocess.Popen[bytes], log: Path) -> str:
    """What the server says of itself, once it is there."""
    end = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            known = json.loads(said.read_text())
        except (OSError, ValueError):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        else:
            return f"{known['url']}{{}}?token={known['token']}"


@contextmanager
def opened(browser: Browser, address: str, kept: Path) -> Iterator[Page]:
    """A page of the server's. What it showed when a test failed is kept as a picture."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    try:
        yield page
    except BaseException:
        page.screenshot(path=kept)
        raise
    finally:
        page.close()
