"""`autograde.toml` in the course folder: what is this course's own. Every setting has a default; so has the file.

store = "postgresql+psycopg://grader@db/course"    # where records are kept; default: autograde.db in the course

[service]
policy = "latest"              # which version counts: "latest", "best", or "before the deadline"
attempts_per_hour = 0          # versions of one student graded within an hour, per assignment; 0: no limit
release_feedback = true        # false: feedback is generated, and released by hand
late_penalty = "zero"          # nbgrader's own methods, "none" or "zero"; default: what nbgrader_config.py says
poll_seconds = 2.0             # how often to look where the system does not report changes
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated, Literal

import msgspec

NAME = "autograde.toml"

Policy = Literal["latest", "best", "before the deadline"]


class ConfigError(Exception):
    """The file cannot be used; the text names the setting."""


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `autograde serve` does with a course.

    `late_penalty`: None leaves it to nbgrader_config.py.
    """

    policy: Policy = "latest"
    attempts_per_hour: Annotated[int, msgspec.Meta(ge=0)] = 0
    release_feedback: bool = True
    late_penalty: Literal["none", "zero"] | None = None
    poll_seconds: Annotated[float, msgspec.Meta(gt=0)] = 2.0


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file. `store` is None where records are kept beside the course."""

    store: str | None = None
    service: Service = Service()


def load(root: Path) -> Config:
    """The configuration of the course in that folder; ConfigError when the file is there and is not right."""
    path = root / NAME
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    try:
        return msgspec.convert(tomllib.loads(text), Config)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not TOML: {error}") from error
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {_plain(str(error))}") from error


def _plain(message: str) -> str:
    """msgspec's message, with the setting named as it stands in the file: `$.service.policy` is `service.policy`."""
    return message.replace("`$.", "`").replace("Object contains unknown field", "there is no setting")
