"""benign: files of one's own: temporary ones, saved arrays, a cached result"""
import os
import pathlib
import tempfile

import numpy as np
import torch

np.save("weights.npy", np.arange(6.0))
assert np.load("weights.npy", mmap_mode="r").sum() == 15
np.savez_compressed("several.npz", a=np.ones(3))
torch.save({"state": torch.ones(2)}, "model.pt")
assert torch.load("model.pt")["state"].sum() == 2
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "notes.txt").write_text("hello")
os.makedirs("checkpoints/first", exist_ok=True)
pathlib.Path("checkpoints/first/empty").touch()
