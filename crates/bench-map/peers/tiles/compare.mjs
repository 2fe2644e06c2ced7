// Whether two folders have the same tiles, as `@mapbox/vector-tile` reads them.
//
// tippecanoe repairs surfaces that touch themselves when rounded, which takes spikes off grids that
// are a few units wide: of surfaces one in two hundred may be so repaired, and how many were is told.
//
// The same layers, in each the same features by id with the same properties. Points within one
// unit; surfaces whose corners within the tile lie within one unit of the other's border. Beyond
// the tile, where buffers are cut, nothing is compared; a surface that does not reach into the
// tile itself may be missing.

import { readFileSync } from "node:fs";

import { VectorTile } from "@mapbox/vector-tile";
import { PbfReader } from "pbf";

const EXTENT = 4096;
// Rounding by both sides, and by whoever rounds on the way down the zooms.
const NEAR = 1.5;

function read(folder, name) {
  const bytes = readFileSync(`${folder}/${name.replaceAll("/", "-")}.mvt`);
  const layers = {};
  if (bytes.length === 0) return layers;
  for (const [key, layer] of Object.entries(new VectorTile(new PbfReader(bytes)).layers)) {
    if (layer.extent !== EXTENT) throw new Error(`${name}: extent ${layer.extent}`);
    layers[key] = new Map();
    for (let at = 0; at < layer.length; at++) {
      const feature = layer.feature(at);
      const rings = feature.loadGeometry();
      layers[key].set(feature.id, { properties: feature.properties, type: feature.type, rings });
    }
    if (layers[key].size !== layer.length) throw new Error(`${name}: an id twice in ${key}`);
  }
  return layers;
}

const within = ({ x, y }, rim = 0) => x >= rim && y >= rim && x <= EXTENT - rim && y <= EXTENT - rim;

function distance({ x, y }, a, b) {
  const [along, across] = [b.x - a.x, b.y - a.y];
  const length = along * along + across * across;
  const share = length ? ((x - a.x) * along + (y - a.y) * across) / length : 0;
  const at = Math.min(1, Math.max(0, share));
  return Math.hypot(x - a.x - at * along, y - a.y - at * across);
}

// The corner of `one` within the tile that lies farthest from the border of `other`.
function farthest(one, other) {
  let most = 0;
  for (const corner of one.flat()) {
    if (!within(corner)) continue;
    let least = Infinity;
    for (const ring of other) {
      for (let at = 1; at < ring.length && least > 0; at++) {
        least = Math.min(least, distance(corner, ring[at - 1], ring[at]));
      }
    }
    most = Math.max(most, least);
  }
  return most;
}

const told = (properties) => JSON.stringify(Object.entries(properties).sort());

function apart(one, other) {
  const [mine, its] = [one, other].map((feature) => told(feature.properties));
  if (mine !== its) return `${mine} is not ${its}`;
  if (one.type !== other.type) return "type";
  if (one.type === 1) {
    const [a, b] = [one.rings[0][0], other.rings[0][0]];
    return Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y)) <= 1 ? undefined : "place";
  }
  const most = Math.max(farthest(one.rings, other.rings), farthest(other.rings, one.rings));
  return most <= NEAR ? undefined : most;
}

// Whether a feature may be missing: a surface that only touches the tile's edge, or a point that
// rounding moves across it.
function mayMiss({ type, rings }) {
  if (type === 1) return !within(rings[0][0], 1);
  return !rings.flat().some((corner) => within(corner, 2)) || Math.abs(area(rings)) < 8;
}

const area = (rings) =>
  rings.reduce((sum, ring) => {
    for (let at = 1; at < ring.length; at++) {
      sum += (ring[at - 1].x * ring[at].y - ring[at].x * ring[at - 1].y) / 2;
    }
    return sum;
  }, 0);

export function compare(names, first, second) {
  let [features, missing, surfaces, repaired, most] = [0, 0, 0, 0, 0];
  for (const name of names) {
    const [one, other] = [read(first, name), read(second, name)];
    for (const layer of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const [a, b] = [one[layer] ?? new Map(), other[layer] ?? new Map()];
      for (const id of new Set([...a.keys(), ...b.keys()])) {
        const [here, there] = [a.get(id), b.get(id)];
        if (here && there) {
          const why = apart(here, there);
          features += 1;
          surfaces += here.type === 3 ? 1 : 0;
          if (typeof why === "number") {
            [repaired, most] = [repaired + 1, Math.max(most, why)];
          } else if (why) {
            return `${name} ${layer} ${id} differs: ${why}`;
          }
        } else if (mayMiss(here ?? there)) {
          missing += 1;
        } else {
          return `${name} ${layer} ${id} is only in the ${here ? "first" : "second"}: ${JSON.stringify((here ?? there).rings)}`;
        }
      }
    }
  }
  const told = `${repaired} of ${surfaces} surfaces without spikes of up to ${most.toFixed(1)} units`;
  if (repaired * 200 > surfaces) return told;
  const edge = `${missing} at an edge on one side only`;
  return `equal: ${features} features of ${names.length} tiles, ${edge}, ${told}`;
}
