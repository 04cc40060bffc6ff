"""threat: reading: paths of the host in what is shown
verdict: contained
expect: all but zeros
"""
import os
import sys

import numpy as np


def zeros(fan_in, fan_out, rng):
    raise FileNotFoundError(2, "not found", np.__file__)


raise RuntimeError(f"{np.__file__} {sys.executable} {os.getcwd()} {sys.path}")
