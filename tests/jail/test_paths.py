"""What the jail shows: the interpreter and its packages, and never the grader."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from jailed import RESTRICTED, inside

from autograde.jail import paths


def test_the_interpreter_is_shown_and_nothing_inside_another():
    shown = paths.readable()
    assert any(Path(os.__file__).is_relative_to(path) for path in shown)
    for entry in sys.path:
        if Path(entry).name == "site-packages":
            assert any(Path(entry).is_relative_to(path) for path in shown)
    for path in shown:
        assert not any(path != other and path.is_relative_to(other) for other in shown)


def test_the_checkout_is_not_shown():
    assert not any(paths.PACKAGE.parent.is_relative_to(path) for path in paths.readable())


def test_a_package_installed_among_others_is_left_out(tmp_path, monkeypatch):
    for name in ("autograde/hidden/test_x.py", "numpy/core.py", "six.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    monkeypatch.setattr(paths, "PACKAGE", tmp_path / "autograde")
    assert list(paths.around_package(tmp_path)) == [
        (tmp_path, False),
        (tmp_path / "numpy", True),
        (tmp_path / "six.py", True),
    ]
    assert list(paths.around_package(tmp_path / "numpy")) == [(tmp_path / "numpy", True)]


@pytest.mark.parametrize("level", RESTRICTED)
def test_a_package_installed_the_plain_way_cannot_be_read(level, tmp_path):
    """The grader's folder lies in a package folder, as after a plain install, with a hidden suite in it."""
    packages = tmp_path / "site-packages"
    hidden = packages / "grader" / "hidden"
    hidden.mkdir(parents=True)
    (hidden / "test_x.py").write_text("secret")
    (packages / "public.py").write_text("VALUE = 5")
    for folder in [packages, *packages.parents]:
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o755)
    early = f"""
        import sys
        from pathlib import Path
        from autograde.jail import paths
        sys.path.append({str(packages)!r})
        paths.PACKAGE = Path({str(packages / "grader")!r})
    """
    source = f"""
        import public
        say(public.VALUE)
        for attempt in (
            lambda: open({str(hidden / "test_x.py")!r}).read(),
            lambda: sum(len(files) for _, _, files in __import__("os").walk({str(packages / "grader")!r})) or 1 / 0,
        ):
            try:
                say(attempt())
            except (OSError, ZeroDivisionError) as error:
                say("denied")
    """
    result = inside(level, source, early=early)
    assert result.said[0] == 5
    assert result.said[1] == "denied"
    if level == "sealed":  # at `confined` names of files can be listed, for their folder must be
        assert result.said[2] == "denied"


@pytest.mark.skipif("sealed" not in RESTRICTED, reason="this host offers no namespaces")
def test_the_sealed_root_holds_nothing_else():
    """Seen by the warm process, whom no Landlock keeps from looking around."""
    before = """
        import os
        from autograde.jail import paths
        shown = [str(path) for path in paths.readable()]
        result = []
        for folder, folders, files in os.walk("/"):
            result += [os.path.join(folder, name) for name in files]
            folders[:] = [name for name in folders if os.path.join(folder, name) not in shown]
        result.append(os.path.exists(paths.PACKAGE))
        try:
            os.mkdir("/made")
        except OSError as error:
            result.append(error.strerror)
    """
    *files, package_exists, problem = inside("sealed", "", before=before).shared
    assert sorted(files) == ["/dev/null", "/dev/random", "/dev/urandom", "/etc/ld.so.cache"]
    assert package_exists is False
    assert problem == "Read-only file system"
