// Every symbol on the map, drawn on a canvas in the theme's colours. A lamp has a shape of its
// own, so that nobody has to tell green from red: circle, triangle, diamond.

const RATIO = 2;
const LAMPS = ["green", "yellow", "red"];

/** Discs of clusters, by the least number of cases; the radius is in screen pixels. */
export const CLUSTER_SIZES = [
  { from: 2, radius: 12 },
  { from: 10, radius: 14 },
  { from: 30, radius: 16.5 },
  { from: 100, radius: 19 },
];

/** In how many steps a department's load is drawn; the last is "at or above capacity". */
export const LOAD_STEPS = 12;

/** The name of a department's symbol. */
export function departmentImage({ open, overdue, capacity }) {
  const load = capacity > 0 ? open / capacity : 0;
  const step = load >= 1 ? LOAD_STEPS : Math.floor(Math.max(load, 0) * LOAD_STEPS);
  return `department-${step}-${overdue > 0 ? "overdue" : "calm"}`;
}

/** Puts all symbols into the map, or draws those it has again in new colours. */
export function drawSymbols(map, colors, scale) {
  for (const [name, symbol] of symbols(colors)) {
    const drawn = canvas(symbol.size * scale, (pen) => {
      pen.scale(scale, scale);
      symbol.draw(pen, symbol.size / 2);
    });
    if (map.hasImage(name)) map.updateImage(name, drawn);
    else map.addImage(name, drawn, { pixelRatio: RATIO, ...symbol.stretch?.(RATIO * scale) });
  }
}

function* symbols(colors) {
  for (const lamp of LAMPS) {
    yield [`lamp-${lamp}`, { size: 18, draw: (pen, c) => drawLamp(pen, lamp, c, c, 5.5, colors) }];
    for (const [step, { radius }] of CLUSTER_SIZES.entries()) {
      const draw = (pen, c) => drawCluster(pen, lamp, c, radius, colors);
      yield [`cluster-${lamp}-${step}`, { size: 2 * radius + 10, draw }];
    }
  }
  for (let step = 0; step <= LOAD_STEPS; step += 1) {
    for (const state of ["calm", "overdue"]) {
      const draw = (pen, c) => drawDepartment(pen, step, state === "overdue", c, colors);
      yield [`department-${step}-${state}`, { size: 36, draw }];
    }
  }
  for (const [name, lacks] of [["force", false], ["force-lacking", true]]) {
    yield [name, { size: 22, draw: (pen, c) => drawForce(pen, c, lacks, colors) }];
  }
  yield ["plate", { size: 12, draw: (pen) => drawPlate(pen, colors), stretch: plateStretch }];
  for (const [kind, trace] of Object.entries(RESOURCES)) {
    yield [`resource-${kind}`, { size: 20, draw: (pen, c) => drawResource(pen, trace, c, colors) }];
  }
}

function canvas(size, draw) {
  const sheet = document.createElement("canvas");
  sheet.width = sheet.height = Math.ceil(size * RATIO);
  const pen = sheet.getContext("2d");
  pen.scale(RATIO, RATIO);
  pen.lineJoin = pen.lineCap = "round";
  draw(pen);
  return pen.getImageData(0, 0, sheet.width, sheet.height);
}

function polygon(pen, points) {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.closePath();
}

function disc(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
}

/** A lamp of about the same area in each shape, with a rim that parts it from any ground. */
function drawLamp(pen, lamp, x, y, radius, colors) {
  const r = radius;
  if (lamp === "green") disc(pen, x, y, r * 0.9);
  if (lamp === "yellow") {
    polygon(pen, [[x, y - r * 1.15], [x + r * 1.15, y + r * 0.85], [x - r * 1.15, y + r * 0.85]]);
  }
  if (lamp === "red") polygon(pen, [[x, y - r * 1.3], [x + r * 1.3, y], [x, y + r * 1.3], [x - r * 1.3, y]]);
  pen.lineWidth = 2.5;
  pen.strokeStyle = colors.surface;
  pen.stroke();
  pen.fillStyle = colors[lamp];
  pen.fill();
}

/** A disc for the count, ringed in the worst lamp's colour, with that lamp's shape as a badge. */
function drawCluster(pen, lamp, centre, radius, colors) {
  disc(pen, centre, centre, radius);
  pen.fillStyle = colors.surface;
  pen.fill();
  pen.lineWidth = lamp === "green" ? 2 : 2.5;
  pen.strokeStyle = colors[lamp];
  pen.stroke();
  if (lamp === "green") return;
  const reach = radius * Math.SQRT1_2 + 1;
  drawLamp(pen, lamp, centre + reach, centre - reach, 4, colors);
}

/** A house within an arc that fills with the load; a diamond says that something is overdue. */
function drawDepartment(pen, step, overdue, centre, colors) {
  const full = step >= LOAD_STEPS;
  const arc = (from, to) => {
    pen.beginPath();
    pen.arc(centre, centre, 13, from, to);
  };
  disc(pen, centre, centre, 14.5);
  pen.fillStyle = colors.surface;
  pen.fill();
  pen.lineWidth = 3.5;
  arc(0, 2 * Math.PI);
  pen.strokeStyle = colors.departmentTrack;
  pen.stroke();
  if (step > 0) {
    const top = -Math.PI / 2;
    arc(top, top + (2 * Math.PI * Math.min(step, LOAD_STEPS)) / LOAD_STEPS);
    pen.strokeStyle = full ? colors.red : colors.department;
    pen.stroke();
  }
  const c = centre;
  pen.fillStyle = colors.department;
  polygon(pen, [[c, c - 7.5], [c + 7, c - 1.5], [c - 7, c - 1.5]]);
  pen.fill();
  pen.fillRect(c - 5, c - 1.5, 10, 7);
  pen.fillStyle = colors.surface;
  pen.fillRect(c - 1.5, c + 1.5, 3, 4);
  if (overdue) drawLamp(pen, "red", centre + 11, centre - 11, 4, colors);
}

/** Somebody at work; hollow, with a diamond, where a post is vacant. */
function drawForce(pen, centre, lacks, colors) {
  const c = centre;
  pen.lineWidth = 1.6;
  pen.strokeStyle = lacks ? colors.red : colors.resource;
  pen.fillStyle = lacks ? colors.surface : colors.resource;
  pen.beginPath();
  pen.arc(c, c + 7, 6.5, Math.PI, 2 * Math.PI);
  pen.closePath();
  pen.fill();
  pen.stroke();
  disc(pen, c, c - 4, 4);
  pen.fill();
  pen.stroke();
  if (lacks) drawLamp(pen, "red", c + 7, c - 6, 3.2, colors);
}

/** The ground of a label that may lie over other symbols; only its middle stretches. */
function drawPlate(pen, colors) {
  pen.beginPath();
  pen.roundRect(0, 0, 12, 12, 4);
  pen.globalAlpha = 0.86;
  pen.fillStyle = colors.surface;
  pen.fill();
}

function plateStretch(ratio) {
  const middle = [[5 * ratio, 7 * ratio]];
  return { stretchX: middle, stretchY: middle };
}

/** Shapes of resources by kind; `other` stands for every kind that is not here. */
const RESOURCES = {
  other: (pen, c) => disc(pen, c, c, 3.5),
  camera: (pen, c) => {
    pen.beginPath();
    pen.rect(c - 5, c - 3, 7, 6);
    pen.moveTo(c + 2, c);
    pen.lineTo(c + 5.5, c - 3);
    pen.lineTo(c + 5.5, c + 3);
    pen.closePath();
  },
  police: (pen, c) => {
    polygon(pen, [[c, c - 5.5], [c + 4.5, c - 3.5], [c + 4, c + 1.5], [c, c + 5.5], [c - 4, c + 1.5], [c - 4.5, c - 3.5]]);
  },
  station: (pen, c) => {
    polygon(pen, [[c - 4, c - 5.5], [c + 5, c - 2.5], [c - 2.5, c], [c - 2.5, c + 5.5], [c - 4, c + 5.5]]);
  },
};

/** The name of a resource's symbol as a style expression. */
export const RESOURCE_IMAGE = [
  "match", ["get", "kind"],
  ...Object.keys(RESOURCES).filter((kind) => kind !== "other").flatMap((kind) => [kind, `resource-${kind}`]),
  "resource-other",
];

function drawResource(pen, trace, centre, colors) {
  pen.beginPath();
  pen.roundRect(centre - 8.5, centre - 8.5, 17, 17, 4);
  pen.fillStyle = colors.surface;
  pen.fill();
  pen.lineWidth = 1.5;
  pen.strokeStyle = colors.resource;
  pen.stroke();
  trace(pen, centre);
  pen.fillStyle = colors.resource;
  pen.fill();
}
