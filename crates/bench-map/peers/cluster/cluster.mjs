// The peer of `cargo xtask bench cluster`: supercluster loading a million points.
//
// Asked by lines on standard input (see ../../src/peer.rs). The points lie in memory as GeoJSON
// before any time is taken. A radius of 64 of 512 is the side of our cells; the rest is
// supercluster's own. Before each run the memory is tidied up, which is not timed.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import Supercluster from "supercluster";

const DEEPEST = 16;
const bytes = readFileSync(`${process.argv[2]}/cases.places`);
const places = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
const features = Array.from({ length: places.length / 2 }, (_, at) => ({
  type: "Feature",
  properties: null,
  geometry: { type: "Point", coordinates: [places[2 * at], places[2 * at + 1]] },
}));
let index;

function run() {
  index = undefined;
  globalThis.gc?.();
  const start = performance.now();
  index = new Supercluster({ radius: 64, extent: 512, maxZoom: DEEPEST }).load(features);
  return `done ${((performance.now() - start) / 1000).toFixed(6)}`;
}

function totals() {
  const lines = [];
  for (let zoom = 0; zoom <= DEEPEST; zoom++) {
    const clusters = index.getClusters([-180, -90, 180, 90], zoom);
    const counts = clusters.map((one) => one.properties?.point_count ?? 1);
    lines.push(`${counts.reduce((sum, count) => sum + count, 0)} ${clusters.length}`);
  }
  return `${lines.join("\n")}\n`;
}

console.log(`supercluster, node ${process.versions.node}, ${features.length} points`);
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  console.log(line === "run" ? run() : totals());
}
process.exit();
