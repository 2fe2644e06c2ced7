// The peer of `cargo xtask bench tiles`: geojson-vt and vt-pbf; and the reader that compares.
//
// Asked by lines on standard input (see ../../src/peer.rs). Cases and grids lie in memory as
// GeoJSON before any time is taken. Cases have no buffer and grids one of 64, so each has an index
// of its own; a tile's two layers are written together. All tiles are made when an index is made:
// making them one by one as they are asked for took longer. Before each run the memory is tidied
// up, which is not timed. The library makes zooms 0 to 5 on its way, too, as it always does.
//
//   run SIZE            all tiles of the first SIZE cases and of all grids; `done SECONDS BYTES`
//   write FOLDER        the tiles of tiles.json of the last run, one file each; `written`
//   compare ONE OTHER   those tiles in two folders; `equal …`, or what differs

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

import GeoJSONVT from "geojson-vt";
import vtpbf from "vt-pbf";

import { compare } from "./compare.mjs";

const FOLDER = process.argv[2];
const LAMPS = ["green", "yellow", "red"];
const [FIRST, LAST] = [6, 14];

function numbers(name, Type) {
  const bytes = readFileSync(`${FOLDER}/${name}`);
  return new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT);
}

const json = (name) => JSON.parse(readFileSync(`${FOLDER}/${name}`, "utf8"));
const collection = (features) => ({ type: "FeatureCollection", features });
const places = numbers("cases.places", Float64Array);
const facts = numbers("cases.facts", Uint16Array);
const leads = json("leads.json");
const cases = Array.from({ length: places.length / 2 }, (_, at) => ({
  type: "Feature",
  id: at + 1,
  properties: {
    lamp: LAMPS[facts[3 * at]],
    overdue: facts[3 * at + 1],
    lead: leads[facts[3 * at + 2]],
  },
  geometry: { type: "Point", coordinates: [places[2 * at], places[2 * at + 1]] },
}));
const grids = json("grids.json").map(([code, name, coordinates]) => ({
  type: "Feature",
  id: Number(code),
  properties: { code, name, kind: "base" },
  geometry: { type: "MultiPolygon", coordinates },
}));
let made = new Map();

function run(size) {
  made = new Map();
  globalThis.gc?.();
  const some = size < cases.length ? cases.slice(0, size) : cases;
  const options = { maxZoom: LAST, indexMaxZoom: LAST, indexMaxPoints: 0, tolerance: 0 };
  const start = performance.now();
  const indices = {
    case: new GeoJSONVT(collection(some), { ...options, buffer: 0 }),
    grid: new GeoJSONVT(collection(grids), { ...options, buffer: 64 }),
  };
  const tiles = new Set();
  for (const index of Object.values(indices)) {
    for (const { z, x, y } of index.tileCoords) {
      if (z >= FIRST) tiles.add(`${z}/${x}/${y}`);
    }
  }
  let bytes = 0;
  for (const name of tiles) {
    const layers = {};
    for (const [layer, index] of Object.entries(indices)) {
      const tile = index.getTile(...name.split("/").map(Number));
      if (tile?.features.length > 0) layers[layer] = tile;
    }
    if (Object.keys(layers).length === 0) continue;
    const tile = vtpbf.fromGeojsonVt(layers, { version: 2 });
    made.set(name, tile);
    bytes += tile.length;
  }
  return `done ${((performance.now() - start) / 1000).toFixed(6)} ${bytes} bytes, ${made.size} tiles`;
}

function write(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of json("tiles.json")) {
    const tile = made.get(name) ?? new Uint8Array();
    writeFileSync(`${folder}/${name.replaceAll("/", "-")}.mvt`, tile);
  }
  made = new Map();
  return "written";
}

function answer(line) {
  const [what, ...given] = line.split(" ");
  if (what === "run") return run(Number(given[0]));
  if (what === "write") return write(given[0]);
  if (what === "compare") return compare(json("tiles.json"), ...given);
  throw new Error(`not understood: ${line}`);
}

console.log(`geojson-vt 5.0.3, vt-pbf 3.1.3, node ${process.versions.node}`);
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  console.log(answer(line));
}
process.exit();
