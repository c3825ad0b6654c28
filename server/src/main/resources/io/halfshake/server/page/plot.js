// The round trips of one target over time. uPlot draws them, and is loaded with the first plot.
import { url } from "./live.js";
import { STRIP, drawDown, drawOutages, drawUnknown, seconds } from "./marks.js";
import { element, moment, roundTrip } from "./words.js";

const LIBRARY = "uplot/uPlot-1.6.32";
const MINUTE = 60;
const HEIGHT = 240;
const LEFT = 58;
const RIGHT = 20;
const MAX_LABELS = 8;
const MIN_LENGTH = 15 * MINUTE;
const HINT = "Point at the plot, or move the slider, to see the values of a minute.";

/** On paper, whatever the theme is. */
const PRINTED = { "--line": "#cccccc", "--edge": "#777777", "--accent": "#000000", "--down": "#000000", "--soft": "#333333" };

let printing = false;
let loaded = null;
let current = null; // the plot that is shown

const color = (name) => printing ? PRINTED[name] : getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function added(node) {
  return new Promise((resolve, reject) => {
    node.addEventListener("load", resolve);
    node.addEventListener("error", () => {
      node.remove();
      reject(new Error("The plot cannot be drawn: " + LIBRARY + " cannot be loaded."));
    });
    document.head.append(node);
  });
}

/** Again with the next plot, if it fails. */
function load() {
  if (loaded === null) {
    const script = element("script");
    script.src = url(LIBRARY + ".iife.min.js");
    const style = element("link");
    style.rel = "stylesheet";
    style.href = url(LIBRARY + ".min.css");
    loaded = Promise.all([added(script), added(style)]).catch((error) => {
      loaded = null;
      throw error;
    });
  }
  return loaded;
}

/** From what is known first, in seconds: a watcher that is new fills the plot all the same. */
function range(stored) {
  const to = seconds(stored.to);
  const known = [...stored.minutes.map((minute) => minute.at), ...[...stored.unobserved, ...stored.gaps].map((span) => span.from)];
  const first = known.reduce((least, each) => Math.min(least, seconds(each)), to - MIN_LENGTH);
  return [Math.max(first, seconds(stored.from)), to];
}

/** All minutes of the time, also those of which nothing is stored. */
function everyMinute(stored, [from, to]) {
  const known = new Map(stored.minutes.map((minute) => [seconds(minute.at), minute]));
  const all = [];
  for (let at = Math.floor(from / MINUTE) * MINUTE; at < to; at += MINUTE) {
    all.push({ at, minute: known.get(at) });
  }
  return all;
}

// ---- in words ----

function tick(micros) {
  if (micros < 1000) return micros + " µs";
  return micros < 1e6 ? micros / 1000 + " ms" : micros / 1e6 + " s";
}

function valueWords(stored, { at, minute }) {
  const when = moment(at * 1000).slice(0, -3) + ": ";
  const isWithin = (span) => seconds(span.from) < at + MINUTE && seconds(span.to) > at;
  if (!minute) {
    return when + (stored.gaps.some(isWithin) ? "not stored" : stored.unobserved.some(isWithin) ? "not observed" : "no check is stored");
  }
  const trips = minute.roundTripMicros;
  const counts = [minute.up + " up"];
  if (minute.down > 0) counts.push(minute.down + " down" + (minute.held > 0 ? ", of which " + minute.held + " held" : ""));
  if (minute.unknown > 0) counts.push(minute.unknown + " unknown");
  return when + (trips ? "median " + roundTrip(trips.p50) + ", 99th percentile " + roundTrip(trips.p99) + ", from " + roundTrip(trips.min)
    + " to " + roundTrip(trips.max) + "; " : "") + counts.join(", ");
}

// ---- scales ----

/** 1, 2 and 5 of each power of ten, from the one below the least to the one above the most. */
function steps(least, most) {
  const all = [];
  for (let power = 10 ** Math.floor(Math.log10(least)); ; power *= 10) {
    for (const factor of [1, 2, 5]) {
      all.push(factor * power);
      if (factor * power >= most && all.length > 1) return all.slice(Math.max(0, all.findLastIndex((each) => each <= least)));
    }
  }
}

function tripSteps(stored) {
  const trips = stored.minutes.flatMap((minute) => minute.roundTripMicros ?? []);
  if (trips.length === 0) return [];
  const least = trips.reduce((low, each) => Math.min(low, each.min), Infinity);
  const most = trips.reduce((high, each) => Math.max(high, each.max), 0);
  // Zero has no logarithm.
  return steps(Math.max(1, least), Math.max(2, most));
}

const isPowerOfTen = (micros) => /^10*$/.test(String(micros));

function timeLabels(plot, splits) {
  let day = "";
  return splits.map((each) => {
    const text = moment(each * 1000);
    const before = day;
    day = text.slice(5, 10);
    return text.slice(11, 16) + (day === before ? "" : "\n" + day);
  });
}

// ---- what is drawn ----

/** A minute is drawn over its whole length, and is seen where it is alone. */
function ends(plot, at, least) {
  const middle = plot.valToPos(at, "x", true);
  const half = Math.max(least * plot.ctx.canvas.width / plot.width, plot.valToPos(at + MINUTE / 2, "x", true) - middle);
  return [middle - half, middle + half];
}

const level = (plot, micros) => plot.valToPos(Math.max(1, micros), "y", true);

function band(minutes) {
  return (plot) => {
    const fill = new Path2D();
    minutes.forEach(({ minute }, i) => {
      const trips = minute?.roundTripMicros;
      if (!trips) return;
      const [from, to] = ends(plot, plot.data[0][i], 0.5);
      const top = level(plot, trips.max);
      fill.rect(from, top, to - from, Math.max(1, level(plot, trips.min) - top));
    });
    return { stroke: null, fill };
  };
}

function line(plot, series) {
  const stroke = new Path2D();
  let last = null;
  plot.data[series].forEach((micros, i, all) => {
    if (micros !== null) {
      const isAlone = last === null && (all[i + 1] ?? null) === null;
      const [from, to] = ends(plot, plot.data[0][i], isAlone ? 2.5 : 0);
      if (last === null) stroke.moveTo(from, level(plot, micros)); else stroke.lineTo(from, level(plot, micros));
      stroke.lineTo(to, level(plot, micros));
    }
    last = micros;
  });
  return { stroke, fill: null };
}

function axis(more) {
  return {
    stroke: () => color("--soft"),
    grid: { stroke: () => color("--line"), width: 1 },
    ticks: { stroke: () => color("--line"), width: 1, size: 4 },
    font: "11px system-ui, sans-serif",
    ...more,
  };
}

function options(stored, outages, time, minutes, width, onCursor) {
  const values = tripSteps(stored);
  const labels = values.length > MAX_LABELS ? values.filter(isPowerOfTen) : values;
  return {
    width, height: HEIGHT,
    padding: [STRIP, RIGHT, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, fill: () => color("--accent") } },
    scales: {
      x: { time: true, range: () => time },
      y: { distr: 3, range: () => values.length === 0 ? [100, 1000] : [values[0], values[values.length - 1]] },
    },
    axes: [
      axis({ size: 38, space: 56, values: timeLabels }),
      axis({ size: LEFT, splits: () => labels, filter: (plot, splits) => splits, values: (plot, splits) => splits.map(tick) }),
    ],
    series: [
      {},
      { paths: band(minutes), fill: () => color("--accent") + "55", points: { show: false } },
      { paths: line, stroke: () => color("--accent"), width: 2, points: { show: false } },
    ],
    hooks: {
      drawClear: [(plot) => drawUnknown(plot, stored, color)],
      draw: [(plot) => {
        drawDown(plot, stored, color);
        drawOutages(plot, stored, outages, color);
      }],
      setCursor: [(plot) => onCursor(plot.cursor.idx)],
    },
  };
}

const resized = new ResizeObserver((entries) => {
  const width = Math.floor(entries[entries.length - 1].contentRect.width);
  // In a window that is closed there is none.
  if (current !== null && width > 0 && width !== current.width) current.setSize({ width, height: HEIGHT });
});

function redraw(forPaper) {
  printing = forPaper;
  if (current !== null) current.redraw(false);
}

window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw(printing));
window.addEventListener("beforeprint", () => redraw(true));
window.addEventListener("afterprint", () => redraw(false));

/** Fills the box, which is in the document. The words say the same to those who do not see it. */
export async function showPlot(box, stored, outages, words) {
  await load();
  if (!box.isConnected) return;
  if (current !== null) current.destroy();
  const time = range(stored);
  const minutes = everyMinute(stored, time);
  const picture = element("div", "plot");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", words);
  const slider = element("input", "plotMinute");
  slider.type = "range";
  slider.max = String(minutes.length - 1);
  slider.value = slider.max;
  slider.setAttribute("aria-label", "Minute");
  const text = element("p", "plotWords small", HINT);
  const show = (index) => {
    const there = minutes[index] !== undefined;
    text.textContent = there ? valueWords(stored, minutes[index]) : HINT;
    slider.setAttribute("aria-valuetext", there ? text.textContent : valueWords(stored, minutes[slider.value]));
    if (there) slider.value = String(index);
  };
  box.replaceChildren(picture, slider, text);
  const trips = minutes.map(({ minute }) => minute?.roundTripMicros);
  const data = [
    minutes.map(({ at }) => at + MINUTE / 2),
    trips.map((each) => each?.max ?? null),
    trips.map((each) => each?.p50 ?? null),
  ];
  current = new window.uPlot(options(stored, outages, time, minutes, picture.clientWidth, show), data, picture);
  slider.addEventListener("input", () => {
    const index = Number(slider.value);
    const left = current.valToPos(data[0][index], "x");
    current.setCursor({ left: Math.min(current.over.clientWidth, Math.max(0, left)), top: 0 });
    show(index);
  });
  show(null);
  resized.disconnect();
  resized.observe(picture);
}
