// The rows of the list: the heading of a group, and a target. What they show is written as text, never as markup.
import {
  GLYPHS, STATES, age, downtime, duration, element, evidence, loss, maintenance, moment, numbers, ownerWords, roundTrip, setText,
  stateWords,
} from "./words.js";

const COLUMNS = ["state", "name", "since", "last", "rtt", "loss", "outages", "downtime", "unobserved"];
const NUMBERS = new Set(["rtt", "loss", "outages", "downtime", "unobserved"]);
const LABELS = { since: "since", rtt: "round trip", loss: "loss", outages: "outages", downtime: "down", unobserved: "unobserved" };

export function newGroup() {
  const node = element("div", "groupRow");
  node.setAttribute("role", "row");
  const cell = element("span");
  cell.setAttribute("role", "rowheader");
  cell.setAttribute("aria-colspan", String(COLUMNS.length));
  const name = element("b");
  name.append(element("bdi"));
  cell.append(name, " ", element("span", "counts"));
  node.append(cell);
  return node;
}

export function fillGroup(node, group) {
  setText(node.querySelector("bdi"), group.name === null ? "All groups" : group.name === "" ? "(no group)" : group.name);
  setText(node.querySelector(".counts"), STATES.filter((each) => group.counts[each] > 0)
    .map((each) => GLYPHS[each] + " " + numbers.format(group.counts[each]) + " " + each).join("  "));
}

export function newRow(text) {
  const node = element("div", "row");
  node.setAttribute("role", "row");
  node.dataset.target = text;
  node.cells = {};
  for (const column of COLUMNS) {
    const cell = element("span", column + (NUMBERS.has(column) ? " num" : ""));
    cell.setAttribute("role", "gridcell");
    if (LABELS[column]) cell.append(element("span", "label", LABELS[column]));
    const value = element(column === "name" ? "bdi" : "span", column === "state" ? "badge" : "text");
    cell.append(value);
    if (column === "name") {
      const line = element("span", "address");
      line.append(element("bdi", "of"), element("bdi"));
      cell.append(line);
    }
    if (column === "state") cell.append(element("span", "maintenance"));
    if (column === "last") cell.append(element("bdi", "owner"));
    node.cells[column] = value;
    node.append(cell);
  }
  return node;
}

/** The group is empty where a heading above names it. */
export function fillRow(node, data, group) {
  const cells = node.cells;
  setText(cells.state, stateWords(data));
  cells.state.className = "badge " + data.state;
  cells.state.title = data.inDoubt ? "in doubt: the latest results are against it" : "";
  setText(cells.state.nextSibling, data.maintenance ? "maintenance" : "");
  cells.state.nextSibling.title = maintenance(data);
  setText(cells.name, data.name);
  const address = data.name === data.target ? "" : data.target;
  const [groupText, addressText] = cells.name.nextSibling.children;
  setText(groupText, group);
  setText(addressText, address);
  cells.name.parentElement.title = [data.name, group, address].filter((each) => each !== "").join("\n");
  setText(cells.since, age(data.since));
  cells.since.title = moment(data.since);
  setText(cells.last, data.committed ? "committed by the cluster" : data.lastText === undefined ? "not checked yet" : evidence(data));
  cells.last.title = data.lastText === undefined ? "" : data.lastText + "\n" + moment(data.lastAt);
  setText(cells.last.nextSibling, ownerWords(data));
  cells.last.nextSibling.title = ownerWords(data);
  const trips = data.roundTripMicros;
  setText(cells.rtt, trips === undefined ? "–" : roundTrip(trips.p50) + " / " + roundTrip(trips.p99));
  setText(cells.loss, loss(data));
  setText(cells.outages, data.committed ? "–" : numbers.format(data.outageCount));
  setText(cells.downtime, downtime(data));
  setText(cells.unobserved, data.committed ? "–" : duration(data.unobservedMicros, Math.ceil));
}
