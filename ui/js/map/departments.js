// Departments sit close together in a county's town. Those whose symbols would cover each other
// are set around their quarter, left and right of it, each with a line to its seat; as one zooms
// in the quarter grows, the crowd dissolves and every symbol returns to its seat. A crowd so large
// that its ring would cover the map is folded into one symbol outside it.
//
// Everything here is in screen pixels. Absent on purpose: any knowledge of the map.

const NEAR = 64; // Seats closer than this cannot both carry a symbol and its label.
const ROW = 31; // From one symbol to the next in a column.
const OUT = 58; // From the crowd's edge to a column's ends.
const BULGE = 34; // How much further out a column's middle stands: a ring, not a wall.
const LABEL = 190; // Room that a label asks beside its symbol.
const MARGIN = 26;
const MANY = 10; // A crowd larger than this is folded into one symbol.
const ASIDE = 150; // How far above or below the crowd's middle that stands.

/**
 * Where each symbol stands and on which side its label hangs.
 * @param seats [{code, x, y}]
 * @param frame {width, height} of the map
 * @returns [{code, x, y, anchor, moved, crowd?}] in the order of `seats`; `anchor` is the side of
 *   the label's text that touches the symbol, as MapLibre names it; the members of a folded crowd
 *   share a place and `crowd`, the seats' middle {x, y}
 */
export function spread(seats, frame, scale = 1) {
  const crowds = new Crowds(seats.length);
  const close = (spots, near) => {
    let joined = false;
    for (let a = 0; a < spots.length; a += 1) {
      for (let b = 0; b < a; b += 1) {
        const apart = Math.hypot(spots[a].x - spots[b].x, spots[a].y - spots[b].y);
        if (apart < near) joined = crowds.join(a, b) || joined;
      }
    }
    return joined;
  };
  close(seats, NEAR * scale);
  // Two crowds whose columns meet are one crowd; every round joins some, so the rounds end.
  for (;;) {
    const places = seats.map(({ code, x, y }) => ({ code, x, y, anchor: "left", moved: false }));
    for (const crowd of crowds.all()) {
      const members = crowd.map((index) => places[index]);
      if (crowd.length > MANY) fold(members, frame, scale);
      else if (crowd.length > 1) surround(members, frame, scale);
    }
    if (!close(places, ROW * scale)) return places;
  }
}

/** Who belongs together, by index. */
class Crowds {
  #leader;

  constructor(count) {
    this.#leader = Array.from({ length: count }, (_, index) => index);
  }

  #find(index) {
    const above = this.#leader[index];
    return above === index ? index : (this.#leader[index] = this.#find(above));
  }

  /** Makes one crowd of two; `false` when it was one. */
  join(a, b) {
    const [from, to] = [this.#find(a), this.#find(b)];
    this.#leader[from] = to;
    return from !== to;
  }

  all() {
    const byLeader = new Map();
    this.#leader.forEach((_, index) => {
      const leader = this.#find(index);
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), index]);
    });
    return byLeader.values();
  }
}

/** One place for all, towards the nearer edge of the map, its label over the crowd's middle. */
function fold(places, { height }, scale) {
  const mean = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  const crowd = { x: mean("x"), y: mean("y") };
  const x = crowd.x - (LABEL * scale) / 2;
  const y = crowd.y + (crowd.y < height / 2 ? -ASIDE : ASIDE) * scale;
  for (const place of places) Object.assign(place, { x, y, crowd, moved: true, anchor: "left" });
}

function surround(places, frame, scale) {
  const xs = places.map(({ x }) => x);
  const ys = places.map(({ y }) => y);
  const [west, east] = [Math.min(...xs), Math.max(...xs)];
  const middle = (Math.min(...ys) + Math.max(...ys)) / 2;
  const out = OUT * scale;
  // A side without room for labels takes nothing, unless both are without.
  const room = { left: west - out - LABEL * scale, right: frame.width - east - out - LABEL * scale };
  const byWest = [...places].sort((a, b) => a.x - b.x);
  let leftCount = Math.ceil(places.length / 2);
  if (room.left < 0 && room.right >= 0) leftCount = 0;
  if (room.right < 0 && room.left >= 0) leftCount = places.length;
  column(byWest.slice(0, leftCount), west - out, -1, middle, frame, scale);
  column(byWest.slice(leftCount), east + out, 1, middle, frame, scale);
}

/** One column, in the order of the seats from the north, so that few lines cross. */
function column(places, edge, side, middle, frame, scale) {
  const count = places.length;
  const margin = MARGIN * scale;
  const open = Math.max(frame.height - 2 * margin, 1);
  const row = Math.min(ROW * scale, open / Math.max(count - 1, 1));
  const length = row * (count - 1);
  const onScreen = middle > 0 && middle < frame.height;
  const lowest = frame.height - margin - length;
  const wished = middle - length / 2;
  const top = onScreen ? Math.max(margin, Math.min(wished, lowest)) : wished;
  places.sort((a, b) => a.y - b.y).forEach((place, index) => {
    const along = count > 1 ? (2 * index) / (count - 1) - 1 : 0;
    place.x = edge + side * BULGE * scale * (1 - along * along);
    place.y = top + index * row;
    place.anchor = side < 0 ? "right" : "left";
    place.moved = true;
  });
}
