// What is stored of one target: its round trips of the last hours as a picture, and all of its outages.
import { read } from "./live.js";
import { duration, element, moment, roundTrip } from "./words.js";

const WIDTH = 720;
const HEIGHT = 140;
const EDGE = 4;
const OUTAGES = 100;
const ENDINGS = { open: "still down", unseen: "not seen" };

const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name);

/** From the shortest to the longest round trip on a logarithmic scale, upwards. */
function scale(minutes) {
  const trips = minutes.filter((each) => each.roundTripMicros).map((each) => each.roundTripMicros);
  const low = Math.log(Math.max(1, Math.min(...trips.map((each) => each.min))));
  const high = Math.log(Math.max(2, ...trips.map((each) => each.max)));
  const height = HEIGHT - 4 * EDGE;
  return (micros) => HEIGHT - 3 * EDGE - (Math.log(Math.max(1, micros)) - low) / Math.max(0.1, high - low) * height;
}

function draw(canvas, stored) {
  const pen = canvas.getContext("2d");
  const from = Date.parse(stored.from);
  const length = Date.parse(stored.to) - from;
  const x = (instant) => (Date.parse(instant) - from) / length * WIDTH;
  const step = Math.max(1, 60000 / length * WIDTH);
  pen.fillStyle = color("--line");
  for (const span of [...stored.unobserved, ...stored.gaps]) pen.fillRect(x(span.from), 0, Math.max(1, x(span.to) - x(span.from)), HEIGHT);
  const y = scale(stored.minutes);
  for (const minute of stored.minutes) {
    const trips = minute.roundTripMicros;
    if (trips) {
      pen.fillStyle = color("--edge");
      pen.fillRect(x(minute.at), y(trips.max), step, Math.max(1, y(trips.min) - y(trips.max)));
      pen.fillStyle = color("--accent");
      pen.fillRect(x(minute.at), y(trips.p50) - 1, step, 2);
    }
    // What was held says nothing of the target.
    if (minute.down > minute.held) {
      pen.fillStyle = color("--down");
      pen.fillRect(x(minute.at), HEIGHT - 2 * EDGE, step, 2 * EDGE);
    }
  }
}

/** What the picture shows, for those who do not see it. */
function words(stored) {
  const trips = stored.minutes.filter((each) => each.roundTripMicros).map((each) => each.roundTripMicros);
  const unobserved = stored.unobserved.reduce((sum, span) => sum + span.micros, 0);
  const down = stored.minutes.filter((each) => each.down > each.held).length;
  return (trips.length === 0 ? "No round trips" : "Round trips from " + roundTrip(Math.min(...trips.map((each) => each.min)))
    + " to " + roundTrip(Math.max(...trips.map((each) => each.max))))
    + " since " + moment(stored.from) + "; down in " + down + (down === 1 ? " minute" : " minutes")
    + (unobserved > 0 ? "; not observed for " + duration(unobserved, Math.ceil) : "")
    + (stored.gaps.length > 0 ? "; not stored in " + stored.gaps.length + (stored.gaps.length === 1 ? " gap" : " gaps") : "") + ".";
}

function picture(stored) {
  const canvas = element("canvas", "plot");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", words(stored));
  draw(canvas, stored);
  return [element("h3", "", "The last hours"), canvas, element("p", "small", words(stored)
    + " Bars are from the shortest to the longest of a minute, with the median; red below is down, grey is not observed or not stored.")];
}

const bounds = (each) => moment(each.earliest) + " to " + moment(each.latest);

function line(outage) {
  const tr = element("tr");
  const least = outage.shortestMicros === undefined ? "" : duration(outage.shortestMicros);
  const most = outage.longestMicros === undefined ? "" : " – " + duration(outage.longestMicros, Math.ceil);
  for (const text of [
    outage.beganUnseen ? "before " + moment(outage.began.latest) : bounds(outage.began),
    outage.ended ? bounds(outage.ended) : ENDINGS[outage.ending],
    least + most,
    outage.reason.replaceAll("_", " "),
  ]) tr.append(element("td", "", text));
  return tr;
}

function outageNodes(stored) {
  if (stored.outages.length === 0) return [element("p", "small", "No outage is stored.")];
  const table = element("table");
  const head = element("tr");
  for (const each of ["Began between", "Ended between", "Length", "Reason"]) head.append(element("th", "", each));
  table.append(head, ...stored.outages.map(line));
  const box = element("div", "wide");
  box.append(table);
  const heading = "Stored outages, the latest first" + (stored.next ? ", of more than " + OUTAGES : "");
  return [element("h3", "", heading), box];
}

/** Fills the box, if it is still that of the target by then. */
export async function showHistory(box, target) {
  const path = "api/v1/targets/" + encodeURIComponent(target);
  box.dataset.target = target;
  let nodes;
  try {
    const [minutes, outages] = await Promise.all([read(path + "/minutes"), read(path + "/outages?limit=" + OUTAGES)]);
    nodes = [...picture(minutes), ...outageNodes(outages)];
  } catch (error) {
    nodes = [element("p", "notice", error.message)];
  }
  if (box.dataset.target === target) box.replaceChildren(...nodes);
}
