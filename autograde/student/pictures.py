"""Saving what an experiment drew, beside the picture that it should resemble."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any


def save(path: str, dpi: int, expected: str = "") -> bool:
    """Save the last figure that is open as a PNG, with `expected` (the path of a PNG) below it if that exists. All
    figures are closed. False when nothing was drawn."""
    if "matplotlib.pyplot" not in sys.modules:
        return False
    import matplotlib.pyplot as plt

    numbers = [number for number in plt.get_fignums() if plt.figure(number).axes or plt.figure(number).subfigs]
    if not numbers:
        return False
    figure = plt.figure(numbers[-1])
    if expected and Path(expected).is_file():
        figure = _beside(figure, dpi, expected)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, format="png", dpi=dpi, metadata={"Software": None})
    plt.close("all")
    return True


def _beside(figure: Any, dpi: int, expected: str) -> Any:
    """A figure with two pictures, one above the other: the student's and the expected one."""
    import matplotlib.pyplot as plt

    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=dpi)
    buffer.seek(0)
    pictures = [plt.imread(buffer), plt.imread(expected)]
    heights = [picture.shape[0] / picture.shape[1] for picture in pictures]
    both, axes = plt.subplots(2, 1, figsize=(10, 10 * sum(heights) + 1), height_ratios=heights, layout="constrained")
    for ax, picture, title in zip(axes, pictures, ("yours", "expected, roughly"), strict=True):
        ax.imshow(picture)
        ax.set_title(title)
        ax.axis("off")
    return both
