// One target, in a window of its own.
import { READ_MILLIS, read } from "./live.js";
import { age, duration, element, loss, maintenance, moment, numbers, roundTrip, setChildren, stateWords } from "./words.js";

const byId = (id) => document.getElementById(id);
export const details = byId("details");

function list(pairs) {
  const node = element("dl");
  for (const [name, value] of pairs) {
    if (value === undefined || value === "") continue;
    node.append(element("dt", "", name));
    const dd = element("dd");
    dd.append(typeof value === "string" ? element("bdi", "", value) : value);
    node.append(dd);
  }
  return node;
}

function table(headings, lines) {
  const box = element("div", "wide");
  const node = element("table");
  const first = element("tr");
  headings.forEach((each) => first.append(element("th", "", each)));
  node.append(first);
  for (const line of lines) {
    const tr = element("tr");
    line.forEach((each) => tr.append(element("td", "", each)));
    node.append(tr);
  }
  box.append(node);
  return box;
}

const bounds = (each) => moment(each.earliest) + " to " + moment(each.latest);

function outageLine(outage) {
  return [
    outage.beganUnseen ? "before " + moment(outage.began.latest) : bounds(outage.began),
    outage.ongoing ? "still down" : bounds(outage.ended),
    duration(outage.shortestMicros) + (outage.longestMicros === undefined ? " or more" : " – " + duration(outage.longestMicros, Math.ceil)),
    outage.reason.replaceAll("_", " "),
  ];
}

function detailNodes(data) {
  const badge = element("span", "badge " + data.state, stateWords(data));
  const nodes = [list([
    ["State", badge],
    ["Since", moment(data.since) + " (" + age(data.since) + ")"],
    ["As of", data.committed && data.asOf && moment(data.asOf)],
    ["Checked by", data.owner && "member " + data.owner],
    ["Maintenance", maintenance(data)],
    ["Host and port", data.target],
    ["Group", data.group],
    ...Object.entries(data.labels).map(([name, value]) => [name, value]),
  ])];
  if (data.committed) {
    nodes.push(element("p", "", data.owner === undefined
      ? "No member checks this target at the moment: it is about to get another owner."
      : "Member " + data.owner + " checks this target: the page of that member has the results."));
    return nodes;
  }
  nodes.push(element("h3", "", "Last evidence"));
  nodes.push(list(data.lastText === undefined ? [["", "not checked yet"]] : [
    ["Result", (data.lastHeld ? "held, changes no state: " : "") + data.lastText],
    ["At", moment(data.lastAt)],
    ["Signal", data.result.signal.replaceAll("_", " ") + (data.result.errno ? ", " + data.result.errno : "")],
    ["Engine", data.result.engine + ", " + data.result.handshake + " handshake, " + data.result.syns
      + (data.result.syns === 1 ? " SYN" : " SYNs")],
    ["Error", data.result.error],
  ]));
  nodes.push(element("h3", "", "Since it is watched"));
  const available = data.availability;
  nodes.push(list([
    ["Checks", numbers.format(data.checks.up) + " up, " + numbers.format(data.checks.down) + " down, "
      + (data.checks.held > 0 ? "of which " + numbers.format(data.checks.held) + " held, " : "")
      + numbers.format(data.checks.unknown) + " unknown"],
    ["Reasons", Object.entries(data.reasons).map(([name, count]) => name.replaceAll("_", " ") + " " + numbers.format(count)).join(", ")],
    ["Loss", loss(data)],
    ["Round trip", data.roundTripMicros && ["p50", "p90", "p99", "max"].map((each) => each + " "
      + roundTrip(data.roundTripMicros[each])).join(", ")],
    ["Available", available && (Math.floor(available.lower * 1e5) / 1e3).toFixed(3) + " % at least, "
      + (Math.ceil(available.upper * 1e5) / 1e3).toFixed(3) + " % at most"],
    ["Down", data.outageCount === 0 ? "never seen" : duration(data.downtimeAtLeastMicros) + " at least, "
      + duration(data.downtimeAtMostMicros, Math.ceil) + " at most, in " + numbers.format(data.outageCount)
      + (data.outageCount === 1 ? " outage" : " outages")
      + (data.outages.some((outage) => outage.beganUnseen) ? ", counted from the first check" : "")],
    ["Unobserved", duration(data.unobservedMicros, Math.ceil)],
  ]));
  if (data.outages.length > 0) {
    nodes.push(element("h3", "", "Outages, the latest first"));
    nodes.push(table(["Began between", "Ended between", "Length", "Reason"], [...data.outages].reverse().map(outageLine)));
  }
  if (data.unobserved.length > 0) {
    nodes.push(element("h3", "", "Not observed"));
    nodes.push(table(["From", "To", "Length"], [...data.unobserved].reverse()
      .map((span) => [moment(span.from), moment(span.to), duration(span.micros, Math.ceil)])));
  }
  return nodes;
}

let reads = 0;
let last = null; // what is shown: { text, data, number } with the number of its reading

/** As in the list: what is older than an answer can be comes from a clock that was set back. */
function isOlder(data) {
  if (data.committed) return false;
  const by = last === null ? 0 : Date.parse(last.data.asOf) - Date.parse(data.asOf);
  return by > 0 && by < READ_MILLIS;
}

/** May be called again before an earlier reading has ended. */
export async function showDetails(text, title) {
  const number = ++reads;
  if (!details.open || (last !== null && last.text !== text)) last = null;
  details.dataset.target = text;
  const name = byId("detailsName");
  setChildren(name, [element("bdi", "", title)]);
  byId("detailsJson").href = "api/v1/targets/" + encodeURIComponent(text);
  byId("detailsBadge").href = "badge/" + encodeURIComponent(text) + ".svg";
  if (!details.open) {
    byId("detailsBody").replaceChildren(element("p", "", "Loading …"));
    details.showModal();
  }
  let data;
  let failure = null;
  try {
    data = await read("api/v1/targets/" + encodeURIComponent(text));
  } catch (error) {
    failure = error.message;
  }
  if (details.dataset.target !== text) return;
  if (failure === null) {
    if (isOlder(data)) return;
    last = { text, data, number };
  } else if (last !== null && number < last.number) {
    return;
  }
  const nodes = last === null ? [] : detailNodes(last.data);
  if (failure !== null) {
    const of = last === null ? "" : "This is of " + moment(last.data.asOf) + ", and cannot be read again: ";
    nodes.unshift(element("p", "notice", of + failure));
  }
  setChildren(byId("detailsBody"), nodes);
}
