// The one bridge between the page's program and MapLibre GL JS.
//
// Three functions, all data as JSON. Messages to the map (`post`), each `{kind, …}`:
//   tiles       {base, version: {areas, cases}}  a new version of one reloads only that source
//   layers      {areas, cases, departments, forces, stations, cameras, units: bool}  those named change
//   departments {crowd, features: [{code, label, lon, lat, open, overdue, capacity}]}; `crowd` words
//               a folded crowd, with %count, %open, %capacity and %overdue in it
//   base        {sheets: [{tiles, vectors, minzoom, maxzoom, bounds?}]}  a base map; none without sheets
//   resources   {features: [{id, kind, name, lon, lat}]}
//   heat        {cells: [[lon, lat, count]]}  how much was reported where
//   forces      {features: [{level: town | village | grid, label, lacks, lon, lat}]}
//   path        {points: [{lon, lat}]}  what is measured; nothing without points
//   around      {centre?: {lon, lat}, rings: [{outline: [{lon, lat}], label}], found: [{lon, lat}]}  a line
//               leads from the centre to each that was found; nothing without a centre
//   shade       {level, values: {code: 0 to 4}}  a step of the scale for each area; {} clears
//   select      {area?: code, case?: {key, lon, lat}, department?: code}  what is left out is not
//   fit         {bounds: [w, s, e, n], padding}    fly {lon, lat, zoom}    resize {}
//   theme       {colors}  names as in map/colors.js
//   pick        {active}  the next click tells its place and selects nothing
//   picture     {}  tells the map as it is seen now
//   lasso       {active}  draws a ring; the ring, once closed, is told and the drawing is over
//   marks       {features: [{key, lon, lat, sign: passed | failed | left}]}  the cases of a sample
//   rings       {rings: [[{lon, lat}]]}  rings that stay in sight
//   chosen      {add: [{key, lon, lat}], remove: [key]}  cases chosen for many; only what changes
// Messages from the map (`onMessage`), each `{kind, …}`:
//   ready {}   idle {}  everything asked for is drawn   error {message}
//   base_lacks {}  a tile of the base map did not come
//   ring  {ring: [{lon, lat}]}  what was drawn
//   click {lon, lat, zoom, picked, adds, areas: [{level, code}], case? | cluster?: {lon, lat, zoom} | department?}
//   hover {areas, case? | cluster? | department?}  when it changes
//   picture {png}  base 64
//   view  {zoom, lon, lat, bounds: [w, s, e, n]}
//
// Absent on purpose: words (labels come ready made), and any state of the program. The map can
// be destroyed and created anew from the messages alone.

import { Map as View, setWorkerUrl } from "../vendor/maplibre-gl/maplibre-gl.mjs";
import { baseLayers, baseSources, isBase, OVER_BASE, SHADE_OVER_BASE } from "./map/base.js";
import { complete } from "./map/colors.js";
import { spread } from "./map/departments.js";
import { Lasso } from "./map/lasso.js";
import { areasAt, place, symbolAt } from "./map/picking.js";
import { LEVELS, layers, style, tileAddresses } from "./map/style.js";
import { departmentImage, drawSymbols } from "./map/symbols.js";

setWorkerUrl(new URL("../vendor/maplibre-gl/maplibre-gl-worker.mjs", import.meta.url).href);

const HOVER_EVERY = 90; // Milliseconds.
const SPREAD_EVERY = 60;
const MOVE = 450;

const maps = new Map();
let lastHandle = 0;

/**
 * Makes a map in an element.
 * @param optionsJson {bounds?, padding?, lon?, lat?, zoom?, minZoom?, maxZoom?, colors?, scale?,
 *   words?, animate?}; `scale` enlarges symbols and text for a wall, `words` are those of
 *   `layers` in `map/style.js`
 * @param onMessage called with a JSON string
 * @returns the handle for `post` and `destroy`
 */
export function create(elementId, optionsJson, onMessage) {
  lastHandle += 1;
  const tell = (kind, rest = {}) => onMessage(JSON.stringify({ kind, ...rest }));
  try {
    maps.set(lastHandle, new GroundMap(elementId, JSON.parse(optionsJson), tell));
  } catch (error) {
    // Told later, as everything else, so that the caller has its handle first.
    queueMicrotask(() => tell("error", { message: String(error?.message ?? error) }));
  }
  return lastHandle;
}

/** Hands a message to a map; one that is gone takes none. */
export function post(handle, messageJson) {
  maps.get(handle)?.take(JSON.parse(messageJson));
}

/** Ends a map and frees what it holds. */
export function destroy(handle) {
  maps.get(handle)?.end();
  maps.delete(handle);
}

class GroundMap {
  #view;
  #tell;
  #colors;
  #scale;
  #words;
  #animate;
  #loaded = false;
  #ended = false;
  // The latest message of each kind that describes what is shown; all are applied at once when
  // the style is there, and one by one afterwards.
  #shown = {};
  #switches = {};
  #placedAt = null;
  #placing = 0;
  #picking = false;
  #lasso;
  // Cases chosen for many, by key; a style that comes later gets them all at once.
  #chosen = new Map();
  #hovered = "";
  #hovering = 0;

  constructor(elementId, options, tell) {
    this.#tell = (kind, rest) => this.#ended || tell(kind, rest);
    this.#colors = complete(options.colors);
    this.#scale = options.scale ?? 1;
    this.#words = options.words;
    this.#animate = options.animate ?? true;
    const start = options.bounds
      ? { bounds: options.bounds, fitBoundsOptions: { padding: options.padding ?? 0 } }
      : { center: [options.lon ?? 0, options.lat ?? 0], zoom: options.zoom ?? 2 };
    this.#view = new View({
      container: elementId,
      ...start,
      minZoom: options.minZoom ?? 5,
      maxZoom: options.maxZoom ?? 19,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      renderWorldCopies: false,
      attributionControl: false,
      fadeDuration: 0,
      localIdeographFontFamily: "'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif",
    });
    this.#view.touchZoomRotate.disableRotation();
    this.#lasso = new Lasso(
      this.#view,
      (corners, pointer) => this.#sketch(corners, pointer),
      (ring) => this.#tell("ring", { ring }),
    );
    this.#listen();
  }

  take({ kind, ...message }) {
    const acts = {
      fit: () => this.#fit(message),
      fly: () => this.#fly(message),
      resize: () => this.#view.resize(),
      pick: () => this.#pick(message.active),
      picture: () => this.#picture(),
      lasso: () => (message.active ? this.#lasso.begin() : this.#lasso.end()),
      chosen: () => this.#choose(message),
      layers: () => Object.assign(this.#switches, message),
      theme: () => (this.#colors = complete(message.colors)),
    };
    const states = ["tiles", "base", "path", "layers", "departments", "resources", "heat", "forces", "around", "shade", "select", "marks", "rings", "theme"];
    if (!(kind in acts) && !states.includes(kind)) {
      this.#tell("error", { message: `unknown message ${kind}` });
      return;
    }
    acts[kind]?.();
    if (!states.includes(kind)) return;
    const before = this.#shown[kind];
    this.#shown[kind] = message;
    if (this.#loaded) this.#apply(kind, before);
    else if (kind === "tiles" && !before) this.#begin(message);
  }

  end() {
    this.#lasso.end();
    this.#ended = true;
    clearTimeout(this.#placing);
    clearTimeout(this.#hovering);
    this.#view.remove();
  }

  /** The first tiles bring the style; the sources could not be declared without an address. */
  #begin(tiles) {
    this.#view.once("style.load", () => {
      drawSymbols(this.#view, this.#colors, this.#scale);
      this.#loaded = true;
      // Newer tiles may have come while the style was loading.
      this.#view.getSource("chosen").setData(points([...this.#chosen.values()]));
      for (const kind of Object.keys(this.#shown)) this.#apply(kind, kind === "tiles" ? tiles : undefined);
      this.#tell("ready");
    });
    this.#view.setStyle(style(tiles, this.#colors, this.#scale, this.#words), { diff: false });
  }

  #apply(kind, before) {
    const message = this.#shown[kind];
    const apply = {
      tiles: () => this.#refresh(message, before),
      base: () => this.#underlay(message),
      path: () => this.#measure(message),
      layers: () => this.#switch(),
      departments: () => this.#placeDepartments(true),
      resources: () => this.#view.getSource("resources").setData(points(message.features)),
      heat: () => this.#warm(message.cells),
      forces: () => this.#view.getSource("forces").setData(points(message.features)),
      around: () => this.#around(message),
      shade: () => this.#shade(message, before),
      select: () => this.#select(message),
      marks: () => this.#view.getSource("marks").setData(points(message.features)),
      rings: () => this.#view.getSource("rings").setData(polygons(message.rings)),
      theme: () => this.#paint(),
    };
    apply[kind]();
  }

  #refresh(tiles, before) {
    for (const source of ["areas", "cases"]) {
      const addresses = tileAddresses(tiles, source);
      if (before && addresses[0] === tileAddresses(before, source)[0]) continue;
      this.#view.getSource(source).setTiles(addresses);
    }
  }

  #switch() {
    for (const { id, metadata } of layers(this.#colors)) {
      if (metadata) this.#setVisible(id, this.#switches[metadata.group] ?? true);
    }
    this.#setVisible(`${this.#shown.shade?.level}-shade`, this.#switches.areas ?? true);
  }

  #setVisible(layer, on) {
    if (this.#view.getLayer(layer)) {
      this.#view.setLayoutProperty(layer, "visibility", on ? "visible" : "none");
    }
  }

  #paint() {
    drawSymbols(this.#view, this.#colors, this.#scale);
    for (const { id, paint } of layers(this.#colors, this.#scale, this.#words)) {
      for (const [name, value] of Object.entries(paint ?? {})) {
        this.#view.setPaintProperty(id, name, value);
      }
    }
    if (this.#shown.base?.sheets.length > 0) this.#underlay(this.#shown.base);
  }

  /** Puts another base map under everything, or takes it away. */
  #underlay({ sheets }) {
    const view = this.#view;
    const { layers: drawn, sources } = view.getStyle();
    for (const { id, source } of drawn) if (isBase(source)) view.removeLayer(id);
    for (const source of Object.keys(sources)) if (isBase(source)) view.removeSource(source);
    for (const [id, source] of Object.entries(baseSources(sheets))) view.addSource(id, source);
    for (const layer of baseLayers(sheets, this.#colors)) view.addLayer(layer, `${LEVELS[0]}-surface`);
    this.#letThrough();
  }

  /** The ground's own colours let a base map through. */
  #letThrough() {
    const on = this.#shown.base?.sheets.length > 0;
    for (const [layer, opacity] of Object.entries(OVER_BASE)) {
      this.#view.setPaintProperty(layer, "fill-opacity", on ? opacity : 1);
    }
    for (const level of LEVELS) {
      this.#view.setPaintProperty(`${level}-shade`, "fill-opacity", on ? SHADE_OVER_BASE : 1);
    }
  }

  #shade({ level, values }, before) {
    if (LEVELS.includes(before?.level)) {
      this.#view.removeFeatureState({ source: "areas", sourceLayer: before.level });
      this.#setVisible(`${before.level}-shade`, false);
    }
    if (!LEVELS.includes(level)) return;
    this.#setVisible(`${level}-shade`, this.#switches.areas ?? true);
    for (const [id, shade] of Object.entries(values ?? {})) {
      this.#view.setFeatureState({ source: "areas", sourceLayer: level, id }, { shade });
    }
  }

  /** The hottest cell is the top of the scale, so that a quiet month shows where, too. */
  #warm(cells) {
    const most = cells.reduce((most, [, , count]) => Math.max(most, count), 1);
    const cell = ([lon, lat, count]) => ({ lon, lat, weight: count / most });
    this.#view.getSource("heat").setData(points(cells.map(cell)));
  }

  #around({ centre, rings, found }) {
    const ring = ({ outline, label }) => ({ ...polygons([outline]).features[0], properties: { label } });
    const line = ({ lon, lat }) => ({
      type: "Feature",
      properties: {},
      geometry: { type: "LineString", coordinates: [[centre.lon, centre.lat], [lon, lat]] },
    });
    // The words stand at the north of each ring.
    const words = rings.map(({ outline: [north], label }) => ({ ...north, label }));
    const data = {
      around: collection(centre ? rings.map(ring) : []),
      "around-words": points(centre ? words : []),
      ways: collection(centre ? found.map(line) : []),
      found: points(centre ? found : []),
    };
    for (const [source, features] of Object.entries(data)) this.#view.getSource(source).setData(features);
  }

  #select({ area, case: selected, department }) {
    const only = (code) => ["==", ["get", "code"], code ?? ""];
    for (const level of LEVELS) {
      this.#view.setFilter(`${level}-selected`, only(area));
      this.#view.setFilter(`${level}-veil`, only(area));
    }
    this.#view.setFilter("department-selected", only(department));
    this.#view.getSource("selection").setData(points(selected ? [selected] : []));
  }

  /** Only what changes goes to the worker: thousands of cases can be chosen. */
  #choose({ add = [], remove = [] }) {
    for (const key of remove) this.#chosen.delete(key);
    for (const one of add) this.#chosen.set(one.key, one);
    if (!this.#loaded) return;
    const change = { remove, add: points(add).features };
    this.#view.getSource("chosen").updateData(change).catch((error) => {
      this.#tell("error", { message: String(error?.message ?? error) });
    });
  }

  /** The ring that is being drawn: its corners, and the pointer as the next one. */
  #sketch(corners, pointer) {
    if (!this.#loaded) return;
    const ring = [...corners, ...(pointer ? [pointer] : [])].map(({ lng, lat }) => [lng, lat]);
    const geometry =
      ring.length > 2
        ? { type: "Polygon", coordinates: [[...ring, ring[0]]] }
        : { type: "LineString", coordinates: ring };
    const drawn = ring.length > 1 ? [{ type: "Feature", properties: {}, geometry }] : [];
    this.#view.getSource("sketch").setData(collection(drawn));
  }

  /** Sets every symbol at its seat or beside the crowd it stands in, for the present zoom. */
  #placeDepartments(changed = false) {
    const departments = this.#shown.departments?.features;
    const zoom = this.#view.getZoom();
    if (!departments || !this.#loaded || (!changed && zoom === this.#placedAt)) return;
    this.#placedAt = zoom;
    const { clientWidth: width, clientHeight: height } = this.#view.getContainer();
    const seats = departments.map(({ code, lon, lat }) => ({ code, ...this.#view.project([lon, lat]) }));
    const places = spread(seats, { width, height }, this.#scale);
    const shown = departments.map((department, index) => {
      const { x, y, ...stance } = places[index];
      const { lng, lat } = this.#view.unproject([x, y]);
      return { ...department, seat: [department.lon, department.lat], lon: lng, lat, ...stance };
    });
    const moved = shown.filter((department) => department.moved);
    const symbols = [...shown.filter(({ crowd }) => !crowd), ...this.#folded(shown)];
    const line = (from, to) => ({ type: "LineString", coordinates: [from, to] });
    const data = {
      departments: points(symbols.map(({ seat: _, ...rest }) => ({ ...rest, image: departmentImage(rest) }))),
      seats: points(moved.map(({ code, seat: [lon, lat] }) => ({ code, lon, lat }))),
      leaders: collection(symbols.filter((symbol) => symbol.moved).map(({ code, seat, lon, lat }) => ({
        type: "Feature",
        properties: { code },
        geometry: line(seat, [lon, lat]),
      }))),
    };
    for (const [source, features] of Object.entries(data)) {
      this.#view.getSource(source).setData(features);
    }
  }

  /** One symbol for each folded crowd, with the sums of its members. */
  #folded(shown) {
    const crowds = new Map();
    for (const { crowd, ...department } of shown) {
      if (crowd) crowds.set(crowd, [...(crowds.get(crowd) ?? []), department]);
    }
    return [...crowds].map(([crowd, members]) => {
      const sum = (figure) => members.reduce((total, member) => total + member[figure], 0);
      const sums = { open: sum("open"), overdue: sum("overdue"), capacity: sum("capacity") };
      const figures = { ...sums, count: members.length };
      const words = this.#shown.departments.crowd ?? "";
      const label = words.replace(/%(\w+)/g, (_, name) => String(figures[name]));
      const { lng, lat } = this.#view.unproject([crowd.x, crowd.y]);
      const [{ lon: west, lat: south }] = members;
      return { ...sums, label, code: "crowd", crowd: true, seat: [lng, lat], seatLon: lng, seatLat: lat, lon: west, lat: south, anchor: "left", moved: true };
    });
  }

  #fit({ bounds: [west, south, east, north], padding = 0 }) {
    const box = [[west, south], [east, north]];
    this.#view.fitBounds(box, { padding, linear: true, duration: this.#animate ? MOVE : 0 });
  }

  #fly({ lon, lat, zoom }) {
    const aim = { center: [lon, lat], zoom: zoom ?? this.#view.getZoom() };
    this.#view.easeTo({ ...aim, duration: this.#animate ? MOVE : 0 });
  }

  /** The line that is measured, closed thinly once it encloses something. */
  #measure({ points: corners }) {
    const line = corners.map(({ lon, lat }) => [lon, lat]);
    const part = (coordinates, closes) => ({
      type: "Feature",
      properties: { closes },
      geometry: { type: "LineString", coordinates },
    });
    const parts = line.length > 1 ? [part(line, false)] : [];
    if (line.length > 2) parts.push(part([line.at(-1), line[0]], true));
    this.#view.getSource("path").setData(collection(parts));
    this.#view.getSource("path-corners").setData(points(corners));
  }

  /** Only while it is being drawn does the canvas hold what is seen. */
  #picture() {
    this.#view.once("render", () => {
      const png = this.#view.getCanvas().toDataURL("image/png").split(",")[1] ?? "";
      this.#tell("picture", { png });
    });
    this.#view.triggerRepaint();
  }

  #pick(active) {
    this.#picking = Boolean(active);
    this.#view.getCanvas().style.cursor = this.#picking ? "crosshair" : "";
  }

  #listen() {
    const view = this.#view;
    view.on("idle", () => this.#loaded && this.#tell("idle"));
    view.on("error", ({ error, sourceId }) => {
      if (isBase(sourceId)) this.#tell("base_lacks");
      else this.#tell("error", { message: String(error?.message ?? error) });
    });
    view.on("click", ({ point, lngLat, originalEvent }) => this.#click(point, lngLat, originalEvent));
    view.on("mousemove", ({ point }) => this.#hover(point));
    view.on("zoom", () => {
      this.#placing ||= setTimeout(() => {
        this.#placing = 0;
        this.#placeDepartments();
      }, SPREAD_EVERY);
    });
    view.on("resize", () => this.#placeDepartments(true));
    view.on("moveend", () => {
      this.#placeDepartments();
      const [[west, south], [east, north]] = view.getBounds().toArray();
      const bounds = [west, south, east, north];
      this.#tell("view", { zoom: view.getZoom(), ...place(view.getCenter()), bounds });
    });
  }

  #click(point, lngLat, { ctrlKey, metaKey, shiftKey }) {
    if (!this.#loaded || this.#lasso.guards) return;
    const picked = this.#picking;
    if (picked) this.#pick(false);
    this.#tell("click", {
      ...place(lngLat),
      zoom: this.#view.getZoom(),
      picked,
      adds: ctrlKey || metaKey || shiftKey,
      areas: areasAt(this.#view, point),
      ...(picked ? {} : symbolAt(this.#view, point)),
    });
  }

  #hover(point) {
    if (this.#hovering || !this.#loaded || this.#lasso.guards) return;
    this.#hovering = setTimeout(() => (this.#hovering = 0), HOVER_EVERY);
    const symbol = symbolAt(this.#view, point);
    const under = { areas: areasAt(this.#view, point), ...symbol };
    if (!this.#picking) {
      this.#view.getCanvas().style.cursor = Object.keys(symbol).length > 0 ? "pointer" : "";
    }
    const now = JSON.stringify(under);
    if (now === this.#hovered) return;
    this.#hovered = now;
    this.#tell("hover", under);
  }
}

function collection(features) {
  return { type: "FeatureCollection", features };
}

/** Features `{lon, lat, …}` as GeoJSON points with the rest as properties. */
function points(features) {
  return collection(features.map(({ lon, lat, ...properties }) => ({
    type: "Feature",
    properties,
    geometry: { type: "Point", coordinates: [lon, lat] },
  })));
}

/** Rings `[{lon, lat}]` as GeoJSON polygons. */
function polygons(rings) {
  return collection(rings.map((ring) => {
    const corners = ring.map(({ lon, lat }) => [lon, lat]);
    return {
      type: "Feature",
      properties: {},
      geometry: { type: "Polygon", coordinates: [[...corners, corners[0]]] },
    };
  }));
}
