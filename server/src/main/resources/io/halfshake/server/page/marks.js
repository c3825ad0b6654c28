// What a plot shows besides round trips: outages above them, minutes with results down below, and what is not known behind.
const STRIP_TOP = 5;
const STRIP_HEIGHT = 11;
export const STRIP = STRIP_TOP + STRIP_HEIGHT + 10;

export const seconds = (instant) => Date.parse(instant) / 1000;

/** In the pixels of the canvas, within the plot. */
function placing(plot) {
  const { left, top, width, height } = plot.bbox;
  const ratio = plot.ctx.canvas.width / plot.width;
  const x = (at) => Math.min(left + width, Math.max(left, plot.valToPos(at, "x", true)));
  return { pen: plot.ctx, left, top, width, height, ratio, x };
}

function hatch(pen, x, y, width, height, step, lineWidth, style) {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, width, height);
  pen.clip();
  pen.beginPath();
  // On one grid, so that the lines of neighbours meet.
  for (let at = Math.floor((x - height) / step) * step; at < x + width; at += step) {
    pen.moveTo(at, y + height);
    pen.lineTo(at + height, y);
  }
  pen.lineWidth = lineWidth;
  pen.strokeStyle = style;
  pen.stroke();
  pen.restore();
}

/** Time that was not observed, plain, and time that is not stored, hatched. */
export function drawUnknown(plot, stored, color) {
  const { pen, top, height, ratio, x } = placing(plot);
  const area = (span) => [x(seconds(span.from)), Math.max(ratio, x(seconds(span.to)) - x(seconds(span.from)))];
  pen.save();
  for (const span of stored.unobserved) {
    const [left, width] = area(span);
    pen.fillStyle = color("--line");
    pen.fillRect(left, top, width, height);
    pen.fillStyle = color("--edge");
    pen.fillRect(left, top, ratio, height);
    pen.fillRect(left + width - ratio, top, ratio, height);
  }
  for (const span of stored.gaps) {
    const [left, width] = area(span);
    hatch(pen, left, top, width, height, 6 * ratio, ratio, color("--edge"));
  }
  pen.restore();
}

/** The part of an outage that is certain, and the most that it may have lasted, in seconds. */
function lengths(outage, end) {
  const latest = seconds(outage.began.latest);
  const earliest = outage.beganUnseen ? latest : seconds(outage.began.earliest);
  if (outage.ending === "open") return { earliest, from: latest, to: end, latest: end };
  if (!outage.ended) return { earliest, from: latest, to: latest, latest };
  return { earliest, from: latest, to: seconds(outage.ended.earliest), latest: seconds(outage.ended.latest) };
}

/** A bar for each outage: full where it is certain, hatched where it may have begun or ended. */
export function drawOutages(plot, stored, outages, color) {
  const { pen, left, width, ratio, x } = placing(plot);
  const top = STRIP_TOP * ratio;
  const height = STRIP_HEIGHT * ratio;
  pen.save();
  pen.lineWidth = ratio;
  pen.strokeStyle = color("--line");
  pen.strokeRect(left + ratio / 2, top + ratio / 2, width - ratio, height - ratio);
  for (const outage of outages) {
    const { earliest, from, to, latest } = lengths(outage, seconds(stored.to));
    if (latest < plot.scales.x.min || earliest > plot.scales.x.max) continue;
    const least = 2 * ratio;
    const begin = Math.min(x(from), left + width - least);
    hatch(pen, x(earliest), top, x(latest) - x(earliest), height, 4 * ratio, 1.5 * ratio, color("--down"));
    pen.fillStyle = color("--down");
    pen.fillRect(begin, top, Math.max(least, x(to) - begin), height);
  }
  pen.fillStyle = color("--soft");
  pen.font = 11 * ratio + "px system-ui, sans-serif";
  pen.textAlign = "right";
  pen.textBaseline = "middle";
  pen.fillText("outages", left - 6 * ratio, top + height / 2);
  pen.restore();
}

/** The begins and ends of times without a minute in between that is not down. What was held says nothing of the target. */
function downTimes(stored) {
  const times = [];
  for (const minute of stored.minutes) {
    if (minute.down <= minute.held) continue;
    const at = seconds(minute.at);
    const last = times[times.length - 1];
    if (last && last.to === at) last.to = at + 60; else times.push({ from: at, to: at + 60 });
  }
  return times;
}

/** A bar at the bottom for minutes with results down, under a triangle. */
export function drawDown(plot, stored, color) {
  const { pen, left, top, width, height, ratio, x } = placing(plot);
  const bottom = top + height;
  pen.save();
  pen.fillStyle = color("--down");
  for (const { from, to } of downTimes(stored)) {
    const begin = Math.min(x(from), left + width - 2 * ratio);
    const length = Math.max(2 * ratio, x(to) - begin);
    pen.fillRect(begin, bottom - 3 * ratio, length, 3 * ratio);
    const middle = begin + length / 2;
    pen.beginPath();
    pen.moveTo(middle, bottom - 3 * ratio);
    pen.lineTo(middle - 5 * ratio, bottom - 11 * ratio);
    pen.lineTo(middle + 5 * ratio, bottom - 11 * ratio);
    pen.fill();
  }
  pen.restore();
}
