"""Time esda and pygeoda on the neighbours and values of a folder; leave their answers there."""

from __future__ import annotations

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pygeoda
from esda import G_Local
from libpysal.weights import W

warnings.simplefilter("ignore")
folder = Path(sys.argv[1])
values = np.load(folder / "values.npy")
pointers, indices = np.load(folder / "pointers.npy"), np.load(folder / "indices.npy")
lists = {i: indices[pointers[i] : pointers[i + 1]].tolist() for i in range(len(values))}
measured = {}

# a small run first, so that esda's just-in-time compiling is not counted against it
few = {i: [(i + 1) % 30, (i - 1) % 30] for i in range(30)}
G_Local(np.arange(30.0), W(few), transform="B", star=True, permutations=9, n_jobs=1)

weights = W(lists)
start = time.perf_counter()
analytic = G_Local(values, weights, transform="B", star=True, permutations=0)
measured["esda_analytic"] = time.perf_counter() - start
np.save(folder / "esda_z.npy", analytic.Zs)

start = time.perf_counter()
G_Local(values, weights, transform="B", star=True, permutations=999, n_jobs=1)
measured["esda_permuted"] = time.perf_counter() - start

with (folder / "neighbours.gal").open("w") as file:
    file.write(f"0 {len(values)} areas ID\n")
    for place, others in lists.items():
        file.write(f"{place} {len(others)}\n{' '.join(map(str, others))}\n")
geoda = pygeoda.read_gal(str(folder / "neighbours.gal"), [str(place) for place in lists])
plain = values.tolist()
seconds = []
for _ in range(3):
    start = time.perf_counter()
    made = pygeoda.local_gstar(
        geoda, plain, permutations=999, permutation_method="lookup-table", cpu_threads=2
    )
    seconds.append(time.perf_counter() - start)
measured["pygeoda_permuted"] = min(seconds)
np.save(folder / "pygeoda_p.npy", np.array(made.lisa_pvalues()))
print(json.dumps(measured))
