"""The peer of `cargo xtask bench locate`: sedonadb's spatial join, and GEOS to say what is right.

Asked by lines on standard input (see ../src/peer.rs). Points and grids lie in its memory as WKB
before any time is taken; what is timed is the join and the fetching of its pairs.
"""

import json
import sys
import time

import geopandas
import numpy as np
import sedonadb
import shapely

FOLDER, NAME = sys.argv[1:]
# Nearer than this, degrees, a point counts as on a boundary: the eighth part of a millimetre.
ON = 1e-9
NONE = 0xFFFFFFFF


def outline(polygons):
    return shapely.multipolygons([shapely.Polygon(rings[0], rings[1:]) for rings in polygons])


def check(grids, dedicated, points, answers):
    """Ours against GEOS: the same grid off the boundaries, one that touches the point on them."""
    tree = shapely.STRtree(grids)
    point, grid = tree.query(points, predicate="intersects")
    # A dedicated grid lies over all others: the last of a point's pairs by this order wins.
    order = np.lexsort((dedicated[grid], point))
    point, grid = point[order], grid[order]
    owner = np.full(len(points), NONE, dtype=np.uint32)
    owner[point] = grid
    edges = shapely.STRtree(shapely.boundary(grids))
    on = np.zeros(len(points), dtype=bool)
    on[edges.query(points, predicate="dwithin", distance=ON)[0]] = True
    wrong = np.flatnonzero(~on & (owner != answers))
    if len(wrong):
        at = wrong[0]
        return f"{len(wrong)} differ, first {points[at]}: ours {answers[at]}, GEOS {owner[at]}"
    owned = on & (answers != NONE)
    apart = shapely.distance(points[owned], grids[answers[owned]])
    if (apart > ON).any():
        return f"{(apart > ON).sum()} on a boundary belong to a grid that does not touch them"
    # On the rim of the ground the outside may own a point; within, somebody must.
    ground = shapely.union_all(grids, grid_size=0)
    rim = shapely.boundary(ground)
    lost = points[on & (answers == NONE)]
    if len(lost) and (shapely.distance(lost, rim) > ON).any():
        return f"{(shapely.distance(lost, rim) > ON).sum()} within the ground belong to nobody"
    invalid = (~shapely.is_valid(grids)).sum()
    overlap = shapely.area(grids[~dedicated]).sum() / shapely.union_all(grids[~dedicated]).area - 1
    return (
        f"equal: {(~on).sum()} points off a boundary as GEOS {shapely.geos_version_string} has them, "
        f"{on.sum()} on one, {len(lost)} of them on the rim without a grid; "
        f"{invalid} grids invalid, {overlap:.1e} of the ground twice"
    )


def main():
    with open(f"{FOLDER}/{NAME}.json") as file:
        listed = json.load(file)
    grids = np.array([outline(polygons) for _, polygons in listed])
    dedicated = np.array([code[12:] > "900" for code, _ in listed])
    points = shapely.points(np.fromfile(f"{FOLDER}/{NAME}.points", dtype="<f8").reshape(-1, 2))
    sedona = sedonadb.connect()
    tables = {"grids": grids, "points": points}
    for table, shapes in tables.items():
        frame = geopandas.GeoDataFrame({"id": np.arange(len(shapes))}, geometry=shapes)
        sedona.create_data_frame(frame).to_memtable().to_view(table)
    query = """SELECT points.id AS point, grids.id AS grid FROM points
        JOIN grids ON ST_Intersects(grids.geometry, points.geometry)"""
    print(f"sedonadb {sedonadb.__version__}, shapely {shapely.__version__}", flush=True)
    for line in sys.stdin:
        if line.strip() == "check":
            answers = np.fromfile(f"{FOLDER}/{NAME}.answers", dtype="<u4")
            print(check(grids, dedicated, points, answers), flush=True)
        else:
            start = time.perf_counter()
            pairs = sedona.sql(query).to_arrow_table()
            print(f"done {time.perf_counter() - start} {len(pairs)}", flush=True)


main()
