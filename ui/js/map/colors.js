// The map's colours until the page has sent those of its tokens (`theme`), and for every name it
// leaves out. Light, calm, with the lamps as the only strong colours.

export const COLORS = Object.freeze({
  background: "#edf1f6",
  areaFill: "#e3edf9",
  areaFillAlt: "#d9e7f6",
  dedicatedFill: "#cfdcf0",
  boundaryStrong: "#3a619b",
  boundaryMedium: "#7f9cc6",
  boundaryWeak: "#bccbe0",
  label: "#31445f",
  labelWeak: "#64758e",
  labelHalo: "#f6f9fd",
  surface: "#ffffff",
  onSurface: "#1b2a41",
  green: "#1f8f55",
  yellow: "#d98609",
  red: "#cf2f36",
  department: "#5b4bb8",
  departmentTrack: "#dcd8f3",
  resource: "#0d7a8c",
  unit: "#6f86a6",
  accent: "#1d5fd0",
  shade0: "#eef5fd",
  shade1: "#d3e4f7",
  shade2: "#a9c8ec",
  shade3: "#efcf8a",
  shade4: "#e7958b",
});

/** The given colours with ours where none is given; names we do not know are left out. */
export function complete(colors = {}) {
  const known = Object.entries(colors).filter(([name, value]) => name in COLORS && value);
  return { ...COLORS, ...Object.fromEntries(known) };
}
