// What lies under the pointer, as the page's messages name it.

import { HITS, LEVELS } from "./style.js";

const REACH = 4; // Pixels around the pointer that still hit a symbol.

/** A place on the ground, to about a centimetre. */
export function place({ lng, lat }) {
  const degrees = (value) => Number(value.toFixed(7));
  return { lon: degrees(lng), lat: degrees(lat) };
}

/** The areas over a point, from the largest: [{level, code}]. */
export function areasAt(map, point) {
  const found = map.queryRenderedFeatures(point, { layers: HITS.areas });
  const codes = new Map(found.map((area) => [area.sourceLayer, area.properties.code]));
  const areas = LEVELS.filter((level) => codes.has(level));
  const unit = first(map, point, "unit");
  return [
    ...areas.map((level) => ({ level, code: codes.get(level) })),
    ...(unit ? [{ level: "household_unit", code: unit.properties.code }] : []),
  ];
}

/** The topmost symbol at a point: {department}, {cluster}, {case} or {}. */
export function symbolAt(map, point) {
  const department = first(map, point, HITS.departments);
  if (department?.properties.crowd) {
    const { seatLon: lon, seatLat: lat } = department.properties;
    return { cluster: { lon, lat, zoom: Math.min(map.getZoom() + 2.5, map.getMaxZoom()) } };
  }
  if (department) return { department: department.properties.code };
  const lone = first(map, point, HITS.marks) ?? first(map, point, HITS.cases);
  if (lone) return { case: lone.properties.key };
  const cluster = first(map, point, HITS.clusters);
  if (!cluster) return {};
  const [lng, lat] = cluster.geometry.coordinates;
  // Two levels on, a cluster's cell is cut into sixteen.
  return { cluster: { ...place({ lng, lat }), zoom: Math.min(map.getZoom() + 2, map.getMaxZoom()) } };
}

function first(map, { x, y }, layer) {
  const box = [[x - REACH, y - REACH], [x + REACH, y + REACH]];
  return map.queryRenderedFeatures(box, { layers: [layer] })[0];
}
