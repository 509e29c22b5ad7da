"""Time KDEpy's FFT kernel density on the points and grid of a folder; leave its answer there."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from KDEpy import FFTKDE

folder = Path(sys.argv[1])
points, grid = np.load(folder / "points.npy"), np.load(folder / "grid.npy")
bandwidth = float(np.load(folder / "bandwidth.npy"))
seconds = []
for _ in range(20):
    start = time.perf_counter()
    made = FFTKDE(kernel="gaussian", bw=bandwidth).fit(points).evaluate(grid)
    seconds.append(time.perf_counter() - start)
np.save(folder / "kdepy.npy", made)
print(json.dumps({"kdepy": min(seconds)}))
