// A base map under everything else: sheets of pictures, or of vector tiles with the layers of the
// Protomaps basemap.
//
// Absent on purpose: borders and names out of vector files. What is drawn of a state's border has
// to be approved, and names stand in the console's own register.

/** Layers that lie on a base map, and how much of it they let through. */
export const OVER_BASE = { "county-tint": 0.12, "town-tint": 0.12, "dedicated-tint": 0.3 };

/** How much of a shade stays over a base map. */
export const SHADE_OVER_BASE = 0.62;

const id = (index) => `base-${index}`;

/** The sources of sheets `[{tiles, vectors, minzoom, maxzoom, bounds?}]`, by their names. */
export function baseSources(sheets) {
  const source = ({ tiles, vectors, minzoom, maxzoom, bounds }) => ({
    type: vectors ? "vector" : "raster",
    tiles: [tiles],
    minzoom,
    maxzoom,
    ...(vectors ? {} : { tileSize: 256 }),
    ...(bounds ? { bounds } : {}),
  });
  return Object.fromEntries(sheets.map((sheet, index) => [id(index), source(sheet)]));
}

/** Whether a source is one of a base map's. */
export function isBase(source) {
  return Boolean(source?.startsWith("base-"));
}

/** The layers of the sheets, the lowest first. */
export function baseLayers(sheets, colors) {
  return sheets.flatMap(({ vectors }, index) =>
    vectors ? drawn(id(index), colors) : [{ id: `${id(index)}-pictures`, type: "raster", source: id(index), paint: dimmed(colors) }],
  );
}

/** Pictures are made for a white desk: in the dark they step back, so that lamps stay the brightest. */
function dimmed({ background }) {
  const dark = isDark(background);
  return {
    "raster-saturation": -0.25,
    "raster-brightness-max": dark ? 0.55 : 1,
    "raster-fade-duration": 0,
  };
}

function drawn(source, colors) {
  const layer = (name, type, more) => ({ id: `${source}-${name}`, type, source, "source-layer": name, ...more });
  const water = isDark(colors.background) ? "#1d3a4f" : "#c3dcea";
  const green = isDark(colors.background) ? "#1f3a2c" : "#dbe8d3";
  const isGreen = ["in", ["get", "kind"], ["literal", ["park", "wood", "forest", "nature_reserve", "grassland", "farmland", "orchard"]]];
  const widths = (far, near) => ["interpolate", ["exponential", 1.6], ["zoom"], 8, far, 18, near];
  const isMain = ["in", ["get", "kind"], ["literal", ["highway", "major_road"]]];
  return [
    layer("earth", "fill", { paint: { "fill-color": colors.areaFill } }),
    layer("landuse", "fill", { filter: isGreen, paint: { "fill-color": green } }),
    layer("water", "fill", { filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": water } }),
    {
      ...layer("water", "line", { paint: { "line-color": water, "line-width": widths(0.4, 6) } }),
      id: `${source}-rivers`,
      filter: ["==", ["geometry-type"], "LineString"],
    },
    layer("roads", "line", {
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": colors.labelWeak,
        "line-opacity": ["case", isMain, 0.6, 0.35],
        "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 8, ["case", isMain, 0.8, 0.2], 18, ["case", isMain, 14, 7]],
      },
    }),
    layer("buildings", "fill", { minzoom: 14, paint: { "fill-color": colors.labelWeak, "fill-opacity": 0.18 } }),
  ];
}

/** By the weights of ITU-R BT.601. */
function isDark(color) {
  const [, r, g, b] = /^#?(\w\w)(\w\w)(\w\w)/.exec(color ?? "") ?? [null, "ff", "ff", "ff"];
  const [red, green, blue] = [r, g, b].map((part) => parseInt(part, 16));
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
