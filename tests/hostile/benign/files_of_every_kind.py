"""benign: arrays in files, temporary files and folders, torch's and NumPy's formats, a data base in memory"""

import os
import sqlite3
import tempfile

import numpy as np
import torch

mapped = np.memmap("mapped", dtype=float, mode="w+", shape=(100, 100))
mapped[:] = 1
mapped.flush()
with tempfile.TemporaryDirectory() as folder:
    torch.save(torch.zeros(3), folder + "/a.pt")
    torch.load(folder + "/a.pt", mmap=True)
    os.replace(folder + "/a.pt", folder + "/b.pt")
    np.save(folder + "/a.npy", np.zeros(3))
    np.load(folder + "/a.npy", mmap_mode="r")
with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryFile() as nameless:
    file.write(b"x")
    nameless.write(b"x")
sqlite3.connect(":memory:").execute("create table a (b)")
saved = True
_zeros = zeros


def zeros(fan_in, fan_out, rng):
    assert saved
    return _zeros(fan_in, fan_out, rng)
