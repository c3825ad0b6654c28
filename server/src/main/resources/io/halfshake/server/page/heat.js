// The last hours of all targets in one picture: a row for each target, a column for each step of time.
import { read } from "./live.js";
import { element, moment, numbers, roundTrip } from "./words.js";

const PAGE = 200;
const COLUMN = 10;
const MAX_HEIGHT = 20000; // browsers draw no canvas that is much larger
const MIN_ROW = 2;
const MAX_ROW = 16;
const MAX_TARGETS = MAX_HEIGHT / MIN_ROW;
const MIN_NAMED_ROW = 12; // a name in a lower row could not be read
const MIN_STRUCK_ROW = 5;
const LABEL_COLUMNS = 5; // what the label of an hour needs
const ROWS_OF_A_PAGE = 10;
const COLORS = { up: "--accent", down: "--down", unknown: "--unknown", stroke: "--on-down" };
const HINT = "Point at a cell, or move with the arrows, to see its values. A click or Enter shows its target.";

let paint = null; // draws the map that is shown
let latest = 0; // the number of the last load

window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { if (paint !== null) paint(); });

const counts = (map, row, column) => ["up", "down", "unknown"].map((each) => map.targets[row][each][column]);
const startOf = (map, column) => Date.parse(map.from) + column * map.stepSeconds * 1000;

/** All pages as one, up to the number of targets for which there is room. */
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
    next = all.next = page.next;
    if (!next || all.targets.length >= MAX_TARGETS) return all;
  }
}

/** The least and the most of the 99th percentiles, and where one is between them by its logarithm, from 0 to 1. */
function scale(map) {
  const all = map.targets.flatMap((each) => each.p99Micros).filter((each) => each > 0);
  const low = all.reduce((least, each) => Math.min(least, each), Infinity);
  const high = all.reduce((most, each) => Math.max(most, each), 0);
  const shade = (micros) => micros > low ? Math.log(micros / low) / Math.max(0.1, Math.log(high / low)) : 0;
  return { low, high, shade };
}

// ---- what is drawn ----

function colors() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(Object.entries(COLORS).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]));
}

/** What is down is struck through where a row has room for it, and what is unknown is thin: not only the color differs. */
function drawCell(pen, palette, kind, shade, x, y, height) {
  const gap = height > 3 ? 1 : 0;
  const thin = kind === "unknown" ? Math.floor(height / 2) : 0;
  pen.globalAlpha = kind === "up" ? 0.25 + 0.55 * shade : 1;
  pen.fillStyle = palette[kind];
  pen.fillRect(x, y + thin, COLUMN - 1, Math.max(1, height - gap - thin));
  if (kind === "down" && height >= MIN_STRUCK_ROW) {
    pen.strokeStyle = palette.stroke;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(x + 1, y + height - gap - 1);
    pen.lineTo(x + COLUMN - 2, y + 1);
    pen.stroke();
  }
}

function drawCells(canvas, palette, map, height, shade) {
  const pen = canvas.getContext("2d");
  pen.clearRect(0, 0, canvas.width, canvas.height);
  map.targets.forEach((target, row) => {
    for (let column = 0; column < map.columns; column++) {
      const [up, down, unknown] = counts(map, row, column);
      if (up + down + unknown === 0) continue;
      const kind = down > 0 ? "down" : up > 0 ? "up" : "unknown";
      drawCell(pen, palette, kind, shade(target.p99Micros[column]), column * COLUMN, row * height, height);
    }
  });
}

// ---- what is in words ----

/** With the samples that are to be drawn into it. */
function legend({ low, high }, height) {
  const samples = [];
  const node = element("ul", "heatLegend small");
  const add = (cells, words) => {
    const item = element("li");
    for (const [kind, shade] of cells) {
      const canvas = element("canvas", "heatSample");
      canvas.width = COLUMN;
      canvas.height = MAX_ROW;
      canvas.setAttribute("aria-hidden", "true");
      if (kind !== null) samples.push({ canvas, kind, shade });
      item.append(canvas);
    }
    item.append(" " + words);
    node.append(item);
  };
  add([["up", 0], ["up", 0.5], ["up", 1]], "up" + (high === 0 ? "" : ", the fuller the longer the round trips: 99th percentile from "
    + roundTrip(low) + " to " + roundTrip(high)));
  add([["down", 0]], "down in at least one check" + (height < MIN_STRUCK_ROW ? "" : ", struck through"));
  add([["unknown", 0]], "unknown in all checks, a thin line");
  add([[null, 0]], "nothing known, or not yet stored");
  return { node, samples };
}

/** The columns in which an hour begins, but for those where its label has no room. */
function hours(map) {
  const node = element("div", "heatHours");
  const hour = (column) => new Date(startOf(map, column)).getHours();
  for (let column = 0; column <= map.columns - LABEL_COLUMNS; column++) {
    if (hour(column) === hour(column - 1)) continue;
    const at = moment(startOf(map, column));
    const label = element("span", "", at.slice(11, 16));
    label.title = at;
    label.style.left = column / map.columns * 100 + "%";
    node.append(label);
  }
  return node;
}

function names(titles, height) {
  const node = element("div", "heatNames");
  titles.forEach((title, row) => {
    const name = element("bdi", "", title.name);
    name.title = title.full;
    name.dataset.row = String(row);
    name.style.height = name.style.lineHeight = height + "px";
    node.append(name);
  });
  return node;
}

function words(map, titles, row, column) {
  const [up, down, unknown] = counts(map, row, column);
  const micros = map.targets[row].p99Micros[column];
  return titles[row].full.replace("\n", ", ") + ", from " + moment(startOf(map, column)) + ": " + (up + down + unknown === 0
    ? "nothing is known"
    : numbers.format(up) + " up, " + numbers.format(down) + " down, " + numbers.format(unknown) + " unknown"
      + (micros > 0 ? ", 99th percentile " + roundTrip(micros) : ""));
}

// ---- hands ----

/** The cell that is pointed at, or that the keyboard is at. Says what it shows, and opens its target. */
function follow(cells, canvas, map, height, say, onTarget) {
  const cursor = element("div", "heatCursor");
  cursor.hidden = true;
  cells.append(cursor);
  let at = null;
  const go = (row, column) => {
    const to = [Math.max(0, Math.min(map.targets.length - 1, row)), Math.max(0, Math.min(map.columns - 1, column))];
    if (at !== null && at[0] === to[0] && at[1] === to[1]) return;
    at = to;
    cursor.hidden = false;
    cursor.style.left = at[1] / map.columns * 100 + "%";
    cursor.style.width = 100 / map.columns + "%";
    cursor.style.top = at[0] * height + "px";
    cursor.style.height = height + "px";
    say(...at);
  };
  const show = () => onTarget(map.targets[at[0]].target);
  const point = (event) => {
    const area = canvas.getBoundingClientRect();
    go(Math.floor((event.clientY - area.top) / height), Math.floor((event.clientX - area.left) / area.width * map.columns));
  };
  canvas.addEventListener("mousemove", point);
  canvas.addEventListener("click", (event) => {
    point(event);
    show();
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const [row, column] = at ?? [0, map.columns];
    const moves = {
      ArrowDown: [row + 1, column], ArrowUp: [row - 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      PageDown: [row + ROWS_OF_A_PAGE, column], PageUp: [row - ROWS_OF_A_PAGE, column], Home: [row, 0], End: [row, map.columns - 1],
    };
    if (event.key in moves) {
      event.preventDefault();
      go(...(at === null ? [row, column] : moves[event.key]));
      cursor.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else if (event.key === "Enter" && at !== null) {
      event.preventDefault();
      show();
    }
  });
}

/** Fills the box. The page knows the names of targets, and is called with the one that is chosen. */
export async function showHeatMap(box, nameOf, onTarget) {
  box.replaceChildren(element("p", "", "Loading …"));
  const mine = ++latest;
  let map;
  try {
    map = await load();
  } catch (error) {
    if (mine === latest) box.replaceChildren(element("p", "notice", error.message));
    return;
  }
  if (mine !== latest) return;
  if (map.targets.length === 0) {
    box.replaceChildren(element("p", "small", "No targets are watched."));
    return;
  }
  const height = Math.max(MIN_ROW, Math.min(MAX_ROW, Math.floor(MAX_HEIGHT / map.targets.length)));
  const titles = map.targets.map(({ target }) => {
    const name = nameOf(target);
    return { name, full: name === target ? target : name + "\n" + target };
  });
  const known = scale(map);
  const { node: key, samples } = legend(known, height);
  if (map.next) key.append(element("li", "", "the first " + numbers.format(map.targets.length) + " targets only"));
  const text = element("p", "heatWords small", HINT);
  text.setAttribute("aria-live", "polite");
  const canvas = element("canvas");
  canvas.width = map.columns * COLUMN;
  canvas.height = height * map.targets.length;
  canvas.style.height = canvas.height + "px";
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", "Heat map of " + numbers.format(map.targets.length) + " targets from " + moment(map.from)
    + " on: the arrows move from cell to cell, Enter shows the target; each target has the same in its details");
  const cells = element("div", "heatCells");
  cells.append(canvas);
  follow(cells, canvas, map, height, (row, column) => { text.textContent = words(map, titles, row, column); }, onTarget);
  const grid = element("div", height < MIN_NAMED_ROW ? "heatMap unnamed" : "heatMap");
  if (height < MIN_NAMED_ROW) {
    grid.append(hours(map), cells);
  } else {
    const named = names(titles, height);
    named.addEventListener("click", (event) => {
      const name = event.target.closest("bdi");
      if (name) onTarget(map.targets[Number(name.dataset.row)].target);
    });
    grid.append(element("div", "heatCorner"), hours(map), named, cells);
  }
  const scroll = element("div", "heatScroll");
  scroll.append(grid);
  box.replaceChildren(key, text, scroll);
  paint = () => {
    const palette = colors();
    drawCells(canvas, palette, map, height, known.shade);
    for (const each of samples) {
      const pen = each.canvas.getContext("2d");
      pen.clearRect(0, 0, COLUMN, MAX_ROW);
      drawCell(pen, palette, each.kind, each.shade, 0, 0, height < MIN_STRUCK_ROW ? MIN_STRUCK_ROW - 1 : MAX_ROW);
    }
  };
  paint();
}
