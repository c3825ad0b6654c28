// The last hours of all targets in one picture: a row for each target, a column for each step of time.
import { read } from "./live.js";
import { element, moment, numbers, roundTrip } from "./words.js";

const PAGE = 200;
const COLUMN = 10;
const MAX_HEIGHT = 20000; // browsers draw no canvas that is much larger
const MAX_ROW = 12;

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);
const counts = (map, row, column) => ["up", "down", "unknown"].map((each) => map.targets[row][each][column]);

/** All pages as one. */
async function load() {
  let all = null;
  for (let next; ;) {
    const page = await read("api/v1/heat-map?limit=" + PAGE + (next ? "&after=" + encodeURIComponent(next) : ""));
    if (all !== null && all.from !== page.from) {
      // The columns have moved on: what was read is of another time.
      all = null;
      next = undefined;
      continue;
    }
    if (all === null) all = page; else all.targets.push(...page.targets);
    next = page.next;
    if (!next) return all;
  }
}

/** From 0 to 1, by the logarithm of the 99th percentile among all of the map. */
function shades(map) {
  const all = map.targets.flatMap((each) => each.p99Micros).filter((each) => each > 0);
  const low = Math.log(all.reduce((least, each) => Math.min(least, each), Infinity));
  const high = Math.log(all.reduce((most, each) => Math.max(most, each), 1));
  return (micros) => (Math.log(Math.max(1, micros)) - low) / Math.max(0.1, high - low);
}

function draw(canvas, map) {
  const height = Math.max(2, Math.min(MAX_ROW, Math.floor(MAX_HEIGHT / Math.max(1, map.targets.length))));
  canvas.width = map.columns * COLUMN;
  canvas.height = height * map.targets.length;
  const pen = canvas.getContext("2d");
  const shade = shades(map);
  const gap = height > 3 ? 1 : 0;
  map.targets.forEach((target, row) => {
    for (let column = 0; column < map.columns; column++) {
      const [up, down, unknown] = counts(map, row, column);
      if (up + down + unknown === 0) continue;
      pen.globalAlpha = down === 0 && up > 0 ? 0.25 + 0.75 * shade(target.p99Micros[column]) : 1;
      pen.fillStyle = color(down > 0 ? "--down" : up > 0 ? "--accent" : "--unknown");
      // What is unknown is thin, so that it differs not by its color only.
      const thin = down === 0 && up === 0 ? Math.floor(height / 2) : 0;
      pen.fillRect(column * COLUMN, row * height + thin, COLUMN - 1, Math.max(1, height - gap - thin));
    }
  });
  return height;
}

function words(map, row, column) {
  const target = map.targets[row];
  const [up, down, unknown] = counts(map, row, column);
  const at = new Date(Date.parse(map.from) + column * map.stepSeconds * 1000).toISOString();
  return target.target + " from " + moment(at) + ": " + (up + down + unknown === 0 ? "nothing is known" : numbers.format(up) + " up, "
    + numbers.format(down) + " down, " + numbers.format(unknown) + " unknown"
    + (target.p99Micros[column] > 0 ? ", 99th percentile " + roundTrip(target.p99Micros[column]) : ""));
}

/** Fills the box. Calls with the target of a row that is clicked. */
export async function showHeatMap(box, onTarget) {
  box.replaceChildren(element("p", "", "Loading …"));
  let map;
  try {
    map = await load();
  } catch (error) {
    box.replaceChildren(element("p", "notice", error.message));
    return;
  }
  const canvas = element("canvas");
  const height = draw(canvas, map);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", "Heat map of " + numbers.format(map.targets.length)
    + " targets; each target has the same in its details");
  const text = element("p", "small", "A row for each target. Red is down, a thin line is unknown, an empty place is not known or not yet"
    + " stored; the fuller the color, the longer the round trips.");
  const place = (event) => {
    const area = canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - area.top) / area.height * canvas.height / height);
    const column = Math.floor((event.clientX - area.left) / area.width * map.columns);
    return row >= 0 && row < map.targets.length && column >= 0 && column < map.columns ? [row, column] : null;
  };
  canvas.addEventListener("mousemove", (event) => {
    const at = place(event);
    if (at) text.textContent = words(map, ...at);
  });
  canvas.addEventListener("click", (event) => {
    const at = place(event);
    if (at) onTarget(map.targets[at[0]].target);
  });
  const scroll = element("div", "heatScroll");
  scroll.append(canvas);
  box.replaceChildren(text, scroll);
}
