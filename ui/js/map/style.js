// The map's style: which layers there are, in what order, in the theme's colours. Sources are
// `areas` and `cases` (vector tiles) and small GeoJSON ones that `map.js` fills.
//
// Absent on purpose: a `glyphs` address. Without one MapLibre draws every character, Latin and
// digits too, from the fonts of the machine, so nothing has to be fetched.

import { CLUSTER_SIZES, RESOURCE_IMAGE } from "./symbols.js";

const FONT = ["Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "sans-serif"];
const BOLD = ["Noto Sans CJK SC Bold", ...FONT];

/** Levels that have surfaces, from the largest. */
export const LEVELS = ["county", "town", "village", "grid", "dedicated"];

/** Layers that a click may hit, topmost first. */
export const HITS = {
  departments: "department",
  clusters: "cluster",
  cases: "case",
  marks: "mark",
  areas: LEVELS.map((level) => `${level}-surface`),
};

const EMPTY = { type: "FeatureCollection", features: [] };
const geojson = () => ({ type: "geojson", data: EMPTY });

/** The addresses of one vector source's tiles. */
export function tileAddresses({ base, version }, source) {
  const stamp = encodeURIComponent(String(version?.[source] ?? version ?? 0));
  return [`${base}/${source}/{z}/{x}/{y}.mvt?v=${stamp}`];
}

/** The whole style for the first tiles; later ones only change their source. */
export function style(tiles, colors, scale, words) {
  const promoteId = Object.fromEntries(LEVELS.map((level) => [level, "code"]));
  return {
    version: 8,
    sources: {
      areas: { type: "vector", tiles: tileAddresses(tiles, "areas"), maxzoom: 14, promoteId },
      cases: { type: "vector", tiles: tileAddresses(tiles, "cases"), maxzoom: 16 },
      leaders: geojson(),
      seats: geojson(),
      departments: geojson(),
      resources: geojson(),
      heat: geojson(),
      forces: geojson(),
      around: geojson(),
      "around-words": geojson(),
      ways: geojson(),
      found: geojson(),
      selection: geojson(),
      chosen: { ...geojson(), promoteId: "key" },
      marks: geojson(),
      rings: geojson(),
      sketch: geojson(),
      path: geojson(),
      "path-corners": geojson(),
    },
    layers: layers(colors, scale, words),
  };
}

/**
 * All layers from the ground up, each with `metadata.group`, the name of its switch. `words.late`
 * is what stands before and after the days of something overdue, `words.lateToday` what is said of
 * less than one.
 */
export function layers(colors, scale = 1, words = { late: ["", ""], lateToday: "" }) {
  return [
    { id: "background", type: "background", paint: { "background-color": colors.background } },
    ...surfaces(colors),
    ...borders(colors),
    ...selections(colors),
    ...units(colors, scale),
    ...areaLabels(colors, scale),
    heat(scale),
    ...around(colors, scale),
    ...resources(colors, scale),
    ...forces(colors, scale),
    ...cases(colors, scale),
    ...late(colors, scale, words),
    ...departments(colors, scale),
    ...marks(colors, scale),
    ...rings(colors),
    ...path(colors, scale),
  ];
}

// Towns alternate between two tints so that one sees where each ends; `shade` overrides both.
function surfaces(colors) {
  const oddTown = ["==", ["%", ["to-number", ["slice", ["get", "code"], 6, 9]], 2], 1];
  const ground = ["case", oddTown, colors.areaFill, colors.areaFillAlt];
  const shade = [
    "match", ["feature-state", "shade"],
    0, colors.shade0, 1, colors.shade1, 2, colors.shade2, 3, colors.shade3, 4, colors.shade4,
    "rgba(0,0,0,0)",
  ];
  const fills = {
    county: colors.areaFill,
    town: ground,
    dedicated: colors.dedicatedFill,
  };
  return LEVELS.flatMap((level) => {
    const base = { type: "fill", source: "areas", "source-layer": level };
    // The surface is there to be hit, even with its layers switched off.
    const hit = { ...base, id: `${level}-surface`, paint: { "fill-opacity": 0 } };
    const tint = {
      ...base,
      id: `${level}-tint`,
      metadata: { group: "areas" },
      paint: { "fill-color": fills[level], "fill-antialias": false },
    };
    const shaded = {
      ...base,
      id: `${level}-shade`,
      // Shown only while its level is shaded: even clear surfaces cost a frame their drawing.
      layout: { visibility: "none" },
      paint: { "fill-color": shade, "fill-antialias": false },
    };
    return fills[level] ? [hit, tint, shaded] : [hit, shaded];
  });
}

function borders(colors) {
  const width = (...stops) => ["interpolate", ["linear"], ["zoom"], ...stops];
  const line = (level, color, lineWidth, more = {}) => ({
    id: `${level}-border`,
    type: "line",
    source: "areas",
    "source-layer": `${level}_line`,
    metadata: { group: "areas" },
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": color, "line-width": width(...lineWidth), ...more },
  });
  return [
    line("grid", colors.boundaryWeak, [11, 0.5, 14, 1.2]),
    line("dedicated", colors.boundaryMedium, [11, 0.6, 14, 1.4], { "line-dasharray": [3, 2] }),
    line("village", colors.boundaryWeak, [10, 0.7, 12, 1.3, 15, 2.4]),
    line("town", colors.boundaryMedium, [8, 0.8, 11, 1.6, 14, 2.6]),
    line("county", colors.boundaryStrong, [7, 1.4, 11, 2.4, 14, 3.6]),
  ];
}

function selections(colors) {
  const outline = (level) => ({
    id: `${level}-selected`,
    type: "line",
    source: "areas",
    "source-layer": level,
    filter: ["==", ["get", "code"], ""],
    layout: { "line-join": "round" },
    paint: { "line-color": colors.accent, "line-width": 3 },
  });
  const veil = (level) => ({
    ...outline(level),
    id: `${level}-veil`,
    type: "fill",
    layout: {},
    paint: { "fill-color": colors.accent, "fill-opacity": 0.1 },
  });
  return LEVELS.flatMap((level) => [veil(level), outline(level)]);
}

function units(colors, scale) {
  const base = { source: "areas", "source-layer": "household_unit", minzoom: 13.2 };
  return [
    {
      ...base,
      id: "unit",
      type: "circle",
      metadata: { group: "units" },
      paint: {
        "circle-radius": 3.2 * scale,
        "circle-color": colors.unit,
        "circle-stroke-color": colors.labelHalo,
        "circle-stroke-width": 1,
      },
    },
    {
      ...base,
      id: "unit-label",
      type: "symbol",
      minzoom: 15,
      metadata: { group: "units" },
      layout: {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": 14 * scale,
        "text-anchor": "top",
        "text-offset": [0, 0.5],
        "text-optional": true,
      },
      paint: halo(colors.labelWeak, colors),
    },
  ];
}

function halo(color, colors) {
  return { "text-color": color, "text-halo-color": colors.labelHalo, "text-halo-width": 1.6 };
}

// A label looks for room around its point: the layers above it are placed first and keep theirs.
function areaLabels(colors, scale) {
  const label = (level, size, font, color, zooms, key) => ({
    id: `${level}-label`,
    type: "symbol",
    source: "areas",
    "source-layer": "label",
    filter: ["==", ["get", "level"], level],
    minzoom: zooms[0],
    maxzoom: zooms[1],
    metadata: { group: "areas" },
    layout: {
      "text-field": ["get", "name"],
      "text-font": font,
      "text-size": ["interpolate", ["linear"], ["zoom"], 9, size * scale, 14, (size + 2) * scale],
      "text-letter-spacing": 0.04,
      "text-max-width": 12,
      "text-padding": 3,
      "text-variable-anchor": ["center", "top", "bottom", "left", "right", "top-left", "bottom-right"],
      "text-radial-offset": 0.9,
      "text-justify": "auto",
      "symbol-sort-key": key,
    },
    paint: halo(color, colors),
  });
  const byCode = ["to-number", ["slice", ["get", "code"], 6]];
  return [
    label("grid", 14, FONT, colors.labelWeak, [13, 24], byCode),
    label("village", 14, FONT, colors.labelWeak, [12, 24], byCode),
    label("town", 15, BOLD, colors.label, [8, 15], byCode),
    label("county", 17, BOLD, colors.label, [0, 8], 0),
  ];
}

function resources(colors, scale) {
  const kinds = { stations: ["!=", ["get", "kind"], "camera"], cameras: ["==", ["get", "kind"], "camera"] };
  return Object.entries(kinds).map(([group, filter]) => ({
    id: group,
    type: "symbol",
    source: "resources",
    filter,
    metadata: { group },
    layout: {
      "icon-image": RESOURCE_IMAGE,
      "icon-allow-overlap": ["step", ["zoom"], false, 13, true],
      "text-field": ["step", ["zoom"], "", 13, ["get", "name"]],
      "text-font": FONT,
      "text-size": 14 * scale,
      "text-anchor": "top",
      "text-offset": [0, 0.9],
      "text-optional": true,
    },
    paint: halo(colors.resource, colors),
  }));
}

// One hue from clear to strong, so that it is read without telling red from green; under every symbol.
function heat(scale) {
  const byZoom = (far, near) => ["interpolate", ["linear"], ["zoom"], 8, far, 14, near];
  return {
    id: "heat",
    type: "heatmap",
    source: "heat",
    paint: {
      "heatmap-weight": ["get", "weight"],
      "heatmap-intensity": byZoom(1.1, 2.2),
      "heatmap-radius": byZoom(14 * scale, 42 * scale),
      "heatmap-opacity": 0.78,
      "heatmap-color": [
        "interpolate", ["linear"], ["heatmap-density"],
        0, "rgba(255, 237, 160, 0)", 0.15, "#ffe9a8", 0.4, "#fdb863", 0.7, "#e66101", 1, "#a50f15",
      ],
    },
  };
}

// One level at a time, so that the people of a town are not counted again in its villages.
function forces(colors, scale) {
  const zooms = { town: [0, 11], village: [11, 13], grid: [13, 24] };
  return Object.entries(zooms).map(([level, [minzoom, maxzoom]]) => ({
    id: `forces-${level}`,
    type: "symbol",
    source: "forces",
    filter: ["==", ["get", "level"], level],
    minzoom,
    maxzoom,
    metadata: { group: "forces" },
    layout: {
      "icon-image": ["case", ["get", "lacks"], "force-lacking", "force"],
      "icon-allow-overlap": true,
      "text-field": ["get", "label"],
      "text-font": FONT,
      "text-size": 14 * scale,
      "text-variable-anchor": ["top", "bottom", "left", "right"],
      "text-radial-offset": 0.9,
      "text-justify": "auto",
      "text-optional": true,
      // What lacks somebody is placed first.
      "symbol-sort-key": ["case", ["get", "lacks"], 0, 1],
    },
    paint: halo(["case", ["get", "lacks"], colors.red, colors.resource], colors),
  }));
}

// Rings of response, and what was found in them.
function around(colors, scale) {
  return [
    {
      id: "around-fill",
      type: "fill",
      source: "around",
      paint: { "fill-color": colors.accent, "fill-opacity": 0.05 },
    },
    {
      id: "around-line",
      type: "line",
      source: "around",
      paint: { "line-color": colors.accent, "line-width": 1.6, "line-dasharray": [4, 2] },
    },
    {
      id: "way",
      type: "line",
      source: "ways",
      layout: { "line-cap": "round" },
      paint: { "line-color": colors.resource, "line-width": 1.6, "line-opacity": 0.8 },
    },
    {
      id: "found",
      type: "circle",
      source: "found",
      paint: {
        "circle-radius": 4.5 * scale,
        "circle-color": colors.resource,
        "circle-stroke-color": colors.surface,
        "circle-stroke-width": 1.5 * scale,
      },
    },
    {
      id: "around-words",
      type: "symbol",
      source: "around-words",
      layout: {
        "text-field": ["get", "label"],
        "text-font": BOLD,
        "text-size": 14 * scale,
        "text-allow-overlap": true,
      },
      paint: halo(colors.accent, colors),
    },
  ];
}

// Every case and every cluster stays visible; what may give way is the labels beneath.
function cases(colors, scale) {
  const base = { source: "cases", metadata: { group: "cases" } };
  const overdue = ["to-number", ["get", "overdue"], 0];
  const shown = { "icon-allow-overlap": true, "icon-padding": 1 };
  const size = CLUSTER_SIZES.slice(1).flatMap(({ from }, index) => [from, `-${index + 1}`]);
  return [
    {
      ...base,
      id: "case-overdue",
      type: "circle",
      "source-layer": "case",
      filter: [">", overdue, 0],
      paint: {
        "circle-radius": ["interpolate", ["linear"], overdue, 1, 9 * scale, 5, 14 * scale, 15, 22 * scale],
        "circle-color": colors.red,
        "circle-opacity": 0.12,
        "circle-stroke-color": colors.red,
        "circle-stroke-width": 1.4 * scale,
        "circle-stroke-opacity": 0.75,
      },
    },
    {
      id: "case-selected",
      type: "circle",
      source: "selection",
      paint: {
        "circle-radius": 15 * scale,
        "circle-color": colors.accent,
        "circle-opacity": 0.18,
        "circle-stroke-color": colors.accent,
        "circle-stroke-width": 3 * scale,
      },
    },
    {
      ...base,
      id: "case",
      type: "symbol",
      "source-layer": "case",
      layout: {
        ...shown,
        "icon-image": ["concat", "lamp-", ["get", "lamp"]],
        // The worst is placed, and drawn, last: on top.
        "symbol-sort-key": ["match", ["get", "lamp"], "red", 2, "yellow", 1, 0],
      },
    },
    {
      ...base,
      id: "cluster",
      type: "symbol",
      "source-layer": "cluster",
      layout: {
        ...shown,
        "icon-image": ["concat", "cluster-", ["get", "lamp"], ["step", ["get", "count"], "-0", ...size]],
        "text-field": ["to-string", ["get", "count"]],
        "text-font": BOLD,
        "text-size": 14 * scale,
        "text-allow-overlap": true,
        "symbol-sort-key": ["get", "count"],
      },
      paint: { "text-color": colors.onSurface },
    },
    chosen(colors, scale),
  ];
}

// By how much it is overdue, and whose it is: under a case that stands alone, and of a cluster the
// longest. It gives way where there is no room; the lamps and the rings stay.
function late(colors, scale, words) {
  const days = ["to-number", ["get", "overdue"], 0];
  const long = ["concat", words.late[0], ["to-string", days], words.late[1]];
  const base = {
    type: "symbol",
    source: "cases",
    metadata: { group: "cases" },
    paint: halo(colors.red, colors),
  };
  const layout = (text, offset) => ({
    "text-field": text,
    "text-font": BOLD,
    "text-size": 14 * scale,
    "text-anchor": "top",
    "text-offset": [0, offset],
    "text-padding": 1,
    "symbol-sort-key": ["-", 0, days],
  });
  const whose = ["case", ["==", ["get", "lead"], ""], "", ["concat", "\n", ["get", "lead"]]];
  const much = ["case", ["==", days, 0], words.lateToday, long];
  return [
    {
      ...base,
      id: "cluster-late",
      "source-layer": "cluster",
      minzoom: 11,
      filter: [">", days, 0],
      layout: layout(long, 1.2),
    },
    {
      ...base,
      id: "case-late",
      "source-layer": "case",
      minzoom: 11,
      filter: ["==", ["get", "lamp"], "red"],
      layout: layout(["concat", much, whose], 0.8),
    },
  ];
}

// A case chosen for many: a dot that is seen over its cluster from afar, a ring around its lamp
// from near.
function chosen(colors, scale) {
  const byZoom = (far, near) => ["interpolate", ["linear"], ["zoom"], 10, far, 13, near];
  return {
    id: "case-chosen",
    type: "circle",
    source: "chosen",
    metadata: { group: "cases" },
    paint: {
      "circle-radius": byZoom(4 * scale, 12 * scale),
      "circle-color": colors.accent,
      "circle-opacity": byZoom(0.95, 0.12),
      "circle-stroke-color": ["interpolate", ["linear"], ["zoom"], 10, colors.surface, 13, colors.accent],
      "circle-stroke-width": byZoom(1.5 * scale, 3 * scale),
    },
  };
}

/** The cases of a sample, over everything: a disc with a tick, a cross, or nothing yet. */
function marks(colors, scale) {
  const bySign = (passed, failed, left) => ["match", ["get", "sign"], "passed", passed, "failed", failed, left];
  return [
    {
      id: "mark",
      type: "circle",
      source: "marks",
      paint: {
        "circle-radius": 11 * scale,
        "circle-color": bySign(colors.green, colors.red, colors.surface),
        "circle-stroke-color": bySign(colors.surface, colors.surface, colors.onSurface),
        "circle-stroke-width": 2 * scale,
      },
    },
    {
      id: "mark-sign",
      type: "symbol",
      source: "marks",
      layout: {
        "text-field": bySign("✓", "✗", ""),
        "text-font": BOLD,
        "text-size": 14 * scale,
        "text-allow-overlap": true,
        "text-ignore-placement": true,
      },
      paint: { "text-color": colors.surface },
    },
  ];
}

/** Rings that were drawn, and the one that is being drawn. */
// What is measured.
function path(colors, scale) {
  const line = (id, closes, more) => ({
    id,
    type: "line",
    source: "path",
    filter: ["==", ["get", "closes"], closes],
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": colors.accent, ...more },
  });
  return [
    line("path-closing", true, { "line-width": 1.4, "line-dasharray": [2, 2] }),
    line("path-line", false, { "line-width": 2.6 }),
    {
      id: "path-corner",
      type: "circle",
      source: "path-corners",
      paint: {
        "circle-radius": 4 * scale,
        "circle-color": colors.surface,
        "circle-stroke-color": colors.accent,
        "circle-stroke-width": 2.2,
      },
    },
  ];
}

function rings(colors) {
  return ["rings", "sketch"].flatMap((source) => [
    {
      id: `${source}-fill`,
      type: "fill",
      source,
      paint: { "fill-color": colors.accent, "fill-opacity": 0.08 },
    },
    {
      id: `${source}-line`,
      type: "line",
      source,
      layout: { "line-join": "round", "line-cap": "round" },
      paint: { "line-color": colors.accent, "line-width": 2, "line-dasharray": [2, 1.5] },
    },
  ]);
}

function departments(colors, scale) {
  const group = { group: "departments" };
  const side = (ems) => ["case", ["==", ["get", "anchor"], "right"], ["literal", [-ems, 0]], ["literal", [ems, 0]]];
  const label = {
    "text-font": FONT,
    "text-size": 14 * scale,
    "text-anchor": ["get", "anchor"],
    "text-offset": side(1.4),
    "text-max-width": 40,
    "text-padding": 1,
  };
  return [
    {
      id: "leader",
      type: "line",
      source: "leaders",
      metadata: group,
      layout: { "line-cap": "round" },
      paint: { "line-color": colors.department, "line-width": 1.2, "line-opacity": 0.55 },
    },
    {
      id: "seat",
      type: "circle",
      source: "seats",
      metadata: group,
      paint: {
        "circle-radius": 3 * scale,
        "circle-color": colors.department,
        "circle-stroke-color": colors.surface,
        "circle-stroke-width": 1.2,
      },
    },
    {
      id: "department-selected",
      type: "circle",
      source: "departments",
      filter: ["==", ["get", "code"], ""],
      metadata: group,
      paint: {
        "circle-radius": 19 * scale,
        "circle-color": colors.accent,
        "circle-opacity": 0.16,
        "circle-stroke-color": colors.accent,
        "circle-stroke-width": 2.5 * scale,
      },
    },
    {
      id: "department",
      type: "symbol",
      source: "departments",
      metadata: group,
      layout: {
        ...label,
        "icon-image": ["get", "image"],
        "icon-allow-overlap": true,
        "text-field": ["case", ["get", "moved"], "", ["get", "label"]],
        "text-optional": true,
        "symbol-sort-key": ["-", 0, ["get", "overdue"]],
      },
      paint: halo(colors.department, colors),
    },
    {
      id: "department-label",
      type: "symbol",
      source: "departments",
      metadata: group,
      // Beside a crowd each label has a row of its own, but may lie over clusters.
      filter: ["get", "moved"],
      layout: {
        ...label,
        "text-field": ["get", "label"],
        "text-allow-overlap": true,
        "icon-image": "plate",
        "icon-text-fit": "both",
        "icon-text-fit-padding": [1, 4, 1, 4],
        "icon-allow-overlap": true,
      },
      paint: { "text-color": colors.department },
    },
  ];
}
