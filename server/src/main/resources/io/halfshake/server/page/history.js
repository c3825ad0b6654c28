// What is stored of one target: its round trips of the last hours as a picture, and all of its outages.
import { read } from "./live.js";
import { duration, element, moment, roundTrip } from "./words.js";

const OUTAGES = 100;
const LEGEND = " The line is the median of each minute, and the band is from its shortest to its longest round trip. Above, bars are"
  + " outages, hatched where it is not known whether they had begun or had ended. At the bottom, bars with a triangle are minutes with"
  + " results down. Grey was not observed, and what is hatched in grey is not stored. The latest five minutes may be missing.";
const ENDINGS = { open: "still down", unseen: "not seen" };

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

/** The plot comes into the box later. */
function tripNodes(stored, plotBox) {
  const nodes = [element("h3", "", "Round trips of the last hours")];
  if (stored.minutes.length > 0) nodes.push(plotBox);
  nodes.push(element("p", "small", words(stored) + (stored.minutes.length > 0 ? LEGEND : "")));
  return nodes;
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

/** What is in words stays where the plot cannot be drawn. */
async function fill(plotBox, minutes, outages) {
  try {
    const { showPlot } = await import("./plot.js");
    await showPlot(plotBox, minutes, outages.outages, words(minutes));
  } catch (error) {
    plotBox.replaceWith(element("p", "notice", error.message));
  }
}

/** Fills the box, if it is still that of the target by then. */
export async function showHistory(box, target) {
  const path = "api/v1/targets/" + encodeURIComponent(target);
  box.dataset.target = target;
  const plotBox = element("div", "plotBox");
  try {
    const [minutes, outages] = await Promise.all([read(path + "/minutes"), read(path + "/outages?limit=" + OUTAGES)]);
    if (box.dataset.target !== target) return;
    box.replaceChildren(...tripNodes(minutes, plotBox), ...outageNodes(outages));
    if (minutes.minutes.length > 0) await fill(plotBox, minutes, outages);
  } catch (error) {
    if (box.dataset.target === target) box.replaceChildren(element("p", "notice", error.message));
  }
}
