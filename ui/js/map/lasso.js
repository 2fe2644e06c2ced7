// Drawing a ring around cases: freehand while a button is held, or point by point, closed by a
// double click or a click on the first point. Wheel and zoom keep working; dragging the map does
// not. Absent on purpose: what lies within the ring, and giving up by key. The page says both.

import { place } from "./picking.js";

const STEP = 4; // Pixels between two points of a line drawn freehand.
const DRAG = 6; // From here on a held button draws; below it is a click.
const NEAR = 10; // A click so close to the first point closes the ring.
const QUIET = 400; // Milliseconds after the end in which clicks still belong to the drawing.

/** One drawing at a time on one map. */
export class Lasso {
  #view;
  #show;
  #done;
  #listening = null;
  #ring = []; // Corners as {lng, lat}: they stay on the ground while the map zooms.
  #held = null;
  #freehand = false;
  #ended = -Infinity;

  /**
   * @param show called with the corners so far, and where the pointer is
   * @param done called with the ring [{lon, lat}] when it is closed
   */
  constructor(view, show, done) {
    this.#view = view;
    this.#show = show;
    this.#done = done;
  }

  /** Whether a click now belongs to the drawing and selects nothing. */
  get guards() {
    return this.#listening !== null || performance.now() - this.#ended < QUIET;
  }

  begin() {
    if (this.#listening) return;
    this.#listening = new AbortController();
    this.#handlers("disable");
    const ground = this.#view.getCanvasContainer();
    this.#view.getCanvas().style.cursor = "crosshair";
    const acts = { pointerdown: this.#down, pointermove: this.#move, pointerup: this.#up };
    for (const [event, act] of Object.entries(acts)) {
      ground.addEventListener(event, (told) => act.call(this, told), { signal: this.#listening.signal });
    }
  }

  end() {
    if (!this.#listening) return;
    this.#listening.abort();
    this.#listening = null;
    this.#ended = performance.now();
    this.#ring = [];
    this.#held = null;
    this.#freehand = false;
    this.#view.getCanvas().style.cursor = "";
    // The second click of a double click must not zoom.
    setTimeout(() => this.#listening || this.#handlers("enable"), QUIET);
    this.#show([]);
  }

  #handlers(act) {
    for (const handler of ["dragPan", "boxZoom", "doubleClickZoom"]) this.#view[handler][act]();
  }

  #at({ clientX, clientY }) {
    const { left, top } = this.#view.getCanvasContainer().getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }

  #add({ x, y }) {
    this.#ring.push(this.#view.unproject([x, y]));
  }

  #isNear(corner, { x, y }, reach) {
    if (!corner) return false;
    const seen = this.#view.project(corner);
    return Math.hypot(seen.x - x, seen.y - y) <= reach;
  }

  #down(told) {
    if (told.button !== 0) return;
    this.#held = this.#at(told);
    told.currentTarget.setPointerCapture(told.pointerId);
  }

  #move(told) {
    const point = this.#at(told);
    if (this.#held && !this.#freehand && Math.hypot(point.x - this.#held.x, point.y - this.#held.y) > DRAG) {
      this.#freehand = true;
      this.#add(this.#held);
    }
    if (this.#freehand && !this.#isNear(this.#ring.at(-1), point, STEP)) this.#add(point);
    if (this.#ring.length > 0) this.#show(this.#ring, this.#view.unproject([point.x, point.y]));
  }

  #up(told) {
    if (!this.#held) return;
    const point = this.#at(told);
    this.#held = null;
    if (this.#freehand) {
      this.#freehand = false;
      this.#close();
      return;
    }
    const again = this.#isNear(this.#ring.at(-1), point, STEP);
    const round = this.#ring.length > 2 && this.#isNear(this.#ring[0], point, NEAR);
    if (again || round) this.#close();
    else this.#add(point);
    this.#show(this.#ring);
  }

  /** A ring of fewer than three corners holds nothing; one goes on drawing. */
  #close() {
    if (this.#ring.length < 3) return;
    const ring = this.#ring.map(place);
    this.end();
    this.#done(ring);
  }
}
