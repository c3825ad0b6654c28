// The list of targets. Names come from the file and from the network: they are written as text, never as markup.
import { showCluster } from "./cluster.js";
import { details, showDetails } from "./details.js";
import { showHeatMap } from "./heat.js";
import { showHistory } from "./history.js";
import { READ_MILLIS, follow } from "./live.js";
import { groupsInOrder } from "./order.js";
import { fillGroup, fillRow, newGroup, newRow } from "./rows.js";
import { GLYPHS, STATES, age, element, moment, numbers, setClock, setText, sortChildren } from "./words.js";

const byId = (id) => document.getElementById(id);
const rows = byId("rows");
const head = byId("head");
const search = byId("search");
const groupSelect = byId("group");
const narrow = window.matchMedia("(max-width: 1100px)");

const targets = new Map(); // by their texts: { data, order, group, words, asOf }
let nextOrder = 0;
let state = "all";
let entries = []; // what is shown: { key, top, height } with a group, or with a target and whether it is apart from its group
let places = new Map(); // index in entries by the text of a target
let shown = new Map(); // elements by key
let active = null; // text of the target that the keyboard is at
let lastStatus = null;
let printing = false; // then all rows are drawn

// ---- the model ----

function apply(data) {
  const before = targets.get(data.target);
  const asOf = Date.parse(data.asOf);
  // What is older than an answer can be comes from a clock that was set back. What a cluster has committed is a little older.
  if (before && !data.committed && before.asOf > asOf && before.asOf - asOf < READ_MILLIS) return;
  const group = data.group === undefined ? "" : data.group;
  targets.set(data.target, {
    data, group, asOf,
    order: before ? before.order : nextOrder++,
    words: (data.name + "\n" + data.target + "\n" + group).toLowerCase(),
  });
}

function build() {
  const grouped = byId("byGroup").checked;
  const list = groupsInOrder(targets.values(), {
    state, grouped,
    text: search.value.trim().toLowerCase(),
    group: groupSelect.value,
    downFirst: byId("downFirst").checked,
  });
  place(list, grouped && list.some((group) => group.name !== ""));
}

function place(list, headings) {
  const rowHeight = narrow.matches ? 186 : 44;
  const groupHeight = 40;
  const before = places.get(active) ?? 0;
  entries = [];
  places = new Map();
  let top = 0;
  for (const group of list) {
    const apart = group.name === null;
    if (headings) {
      entries.push({ key: apart ? "down" : "g" + group.name, top, height: groupHeight, group });
      top += groupHeight;
    }
    for (const target of group.members) {
      places.set(target.data.target, entries.length);
      entries.push({ key: "t" + target.data.target, top, height: rowHeight, target, apart });
      top += rowHeight;
    }
  }
  rows.style.height = top + "px";
  byId("table").setAttribute("aria-rowcount", String(entries.length + 1));
  if (active === null || !places.has(active)) {
    const next = entries.find((entry, index) => entry.target && index >= Math.min(before, entries.length - 1));
    active = next ? next.target.data.target : null;
  }
  const empty = byId("empty");
  empty.hidden = places.size > 0;
  byId("table").hidden = places.size === 0;
  setText(empty, emptyWords());
}

function emptyWords() {
  if (targets.size > 0) return "No target is like that.";
  if (model.failure !== null) return "The watcher does not answer: " + model.failure;
  if (model.loading) return "Loading …";
  return lastStatus !== null && lastStatus.cluster ? "The cluster has none of the targets of this member's file yet." : "No targets are watched. The file names none.";
}

// ---- what is drawn: the rows in sight and some around them ----

function firstBelow(offset) {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle].top + entries[middle].height <= offset) low = middle + 1; else high = middle;
  }
  return low;
}

function render() {
  const all = printing;
  const top = -rows.getBoundingClientRect().top;
  const from = all ? 0 : Math.max(0, firstBelow(top - 400));
  const to = all ? entries.length : Math.min(entries.length, firstBelow(top + window.innerHeight + 400) + 1);
  const focused = rows.contains(document.activeElement);
  const keep = new Map();
  for (let i = from; i < to; i++) draw(i, keep);
  // The row that the keyboard is at stays, since Tab goes there.
  if (places.has(active) && !keep.has("t" + active)) draw(places.get(active), keep);
  for (const [key, node] of shown) if (!keep.has(key)) node.remove();
  shown = keep;
  sortChildren(rows, [...keep.values()].sort((a, b) => a.place - b.place));
  if (focused && !rows.contains(document.activeElement)) (shown.get("t" + active) ?? search).focus({ preventScroll: true });
}

function draw(index, keep) {
  const entry = entries[index];
  let node = shown.get(entry.key);
  if (!node) {
    node = entry.target ? newRow(entry.target.data.target) : newGroup();
    rows.append(node);
  }
  keep.set(entry.key, node);
  node.place = index;
  node.style.top = entry.top + "px";
  node.setAttribute("aria-rowindex", String(index + 2));
  if (entry.target) {
    node.tabIndex = entry.target.data.target === active ? 0 : -1;
    fillRow(node, entry.target.data, entry.apart ? entry.target.group : "");
  } else {
    fillGroup(node, entry.group);
  }
}

let frame = 0;
let dirty = false;

function changed() {
  dirty = true;
  schedule();
}

function schedule() {
  if (frame === 0) {
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (dirty) {
        dirty = false;
        fillGroups();
        build();
      }
      render();
    });
  }
}

function fillGroups() {
  const names = [...new Set([...targets.values()].map((target) => target.group))];
  const wanted = ["*", ...names.map((name) => "=" + name)];
  const present = [...groupSelect.options].map((option) => option.value);
  if (wanted.join("\n") === present.join("\n")) return;
  const selected = groupSelect.value;
  groupSelect.replaceChildren(...wanted.map((value) => {
    const option = element("option", "", value === "*" ? "all" : value === "=" ? "(no group)" : value.slice(1));
    option.value = value;
    return option;
  }));
  groupSelect.value = wanted.includes(selected) ? selected : "*";
}

// ---- the watcher itself ----

function showStatus(status) {
  lastStatus = status;
  setClock(status.asOf);
  const counts = status.targets;
  const total = counts.up + counts.down + counts.unknown;
  setText(byId("facts"), numbers.format(total) + (total === 1 ? " target" : " targets") + ", engine " + status.engine
    + ", watching for " + age(status.since) + ", version " + status.version);
  document.title = (counts.down > 0 ? "▼ " + counts.down + " down – " : "") + "Halfshake";
  const doubt = byId("doubt");
  doubt.hidden = !status.ownNetworkInDoubt;
  if (status.blindness) {
    const blind = status.blindness;
    setText(doubt, "Own network in doubt since " + moment(blind.began.latest) + ": " + blind.responding + " of " + blind.witnesses
      + " witnesses respond (expected " + blind.quorum + "). Silence of targets changes no state meanwhile.");
  }
  const reload = byId("reload");
  reload.hidden = status.lastReloadSuccessful;
  setText(reload, "The configuration has an error, and the one of " + moment(status.configReadAt)
    + " is in use. The watcher's log has the details.");
  showCluster(status.cluster);
  showStore(status.store);
  showStates(counts, total);
}

function showStore(store) {
  byId("heat").hidden = store === undefined;
  if (details.open && details.dataset.target) showStored(details.dataset.target);
  const box = byId("store");
  const lost = store ? store.lostEvents + store.lostMinutes : 0;
  const failing = store !== undefined && store.state !== "writing";
  box.hidden = !failing && lost === 0;
  if (failing) {
    setText(box, "The history is not stored since " + moment(store.since) + "; checks go on, and " + numbers.format(store.waiting)
      + " entries wait. The watcher's log has the details.");
  } else if (lost > 0) {
    setText(box, numbers.format(lost) + " entries of the history were lost since the start of the watcher.");
  }
}

function showStates(counts, total) {
  const box = byId("states");
  if (box.childElementCount === 0) {
    for (const each of ["all", ...STATES]) {
      const button = element("button");
      button.type = "button";
      button.dataset.state = each;
      button.addEventListener("click", () => {
        state = each;
        showStates(lastStatus.targets, targets.size);
        changed();
      });
      box.append(button);
    }
  }
  for (const button of box.children) {
    const each = button.dataset.state;
    setText(button, each === "all" ? "All " + numbers.format(total) : GLYPHS[each] + " " + each + " " + numbers.format(counts[each]));
    button.setAttribute("aria-pressed", String(each === state));
  }
}

// ---- one target, by the address ----

const HASH = "#target=";

function showTarget(text) {
  const known = targets.get(text);
  showDetails(text, known ? known.data.name : text);
  showStored(text);
}

/** Once it is known whether anything is stored. */
function showStored(text) {
  const box = byId("detailsHistory");
  if (!lastStatus || !lastStatus.store || box.dataset.target === text) return;
  box.replaceChildren();
  showHistory(box, text);
}

function open(text) {
  active = text;
  window.location.hash = HASH + encodeURIComponent(text);
}

function followHash() {
  let text = null;
  try {
    if (window.location.hash.startsWith(HASH)) text = decodeURIComponent(window.location.hash.slice(HASH.length));
  } catch {
    // Half a percent sign names no target.
  }
  if (text !== null) showTarget(text); else if (details.open) details.close();
}

const model = {
  targets, apply, changed, showStatus,
  loading: true,
  failure: null,
  refreshed: () => { if (details.open) showTarget(details.dataset.target); },
};

// ---- hands ----

function move(to) {
  const indexes = entries.length - 1;
  let index = Math.max(0, Math.min(indexes, to));
  const step = to > (places.get(active) ?? 0) ? 1 : -1;
  while (entries[index] && !entries[index].target) index += index === 0 ? 1 : index === indexes ? -1 : step;
  if (!entries[index]) return;
  active = entries[index].target.data.target;
  const top = rows.getBoundingClientRect().top + entries[index].top;
  const above = narrow.matches ? 0 : head.offsetHeight;
  if (index <= 1) window.scrollTo(0, 0);
  else if (top < above) window.scrollBy(0, top - above);
  else if (top + entries[index].height > window.innerHeight) window.scrollBy(0, top + entries[index].height - window.innerHeight);
  render();
  shown.get("t" + active).focus({ preventScroll: true });
}

rows.addEventListener("keydown", (event) => {
  const at = places.get(active) ?? 0;
  const page = Math.max(1, Math.floor(window.innerHeight / (narrow.matches ? 186 : 44)) - 2);
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: entries.length - 1 };
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key in moves) {
    event.preventDefault();
    move(moves[event.key]);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    open(active);
  }
});
rows.addEventListener("click", (event) => {
  const row = event.target.closest(".row");
  if (row && String(window.getSelection()) === "") open(row.dataset.target);
});
rows.addEventListener("focusin", (event) => {
  const row = event.target.closest(".row");
  if (row) active = row.dataset.target;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !details.open && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    search.focus();
  }
});
search.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "Escape") {
    event.preventDefault();
    if (event.key === "Escape") search.value = "";
    dirty = false;
    build();
    move(places.get(active) ?? 0);
  }
});
byId("heat").addEventListener("toggle", () => {
  if (byId("heat").open) showHeatMap(byId("heatBody"), (text) => targets.get(text)?.data.name ?? text, open);
});
details.addEventListener("close", () => {
  delete byId("detailsHistory").dataset.target; // read anew the next time
  if (window.location.hash !== "") window.history.replaceState(null, "", window.location.pathname + window.location.search);
  const row = shown.get("t" + active);
  // The browser has given the focus back to the heat map, if it came from there.
  if (row && !byId("heat").contains(document.activeElement)) row.focus({ preventScroll: true });
});
byId("controls").addEventListener("submit", (event) => event.preventDefault());
byId("controls").addEventListener("input", changed);
narrow.addEventListener("change", changed);
window.addEventListener("hashchange", followHash);
window.addEventListener("scroll", schedule, { passive: true });
window.addEventListener("resize", schedule);
window.addEventListener("beforeprint", () => { printing = !details.open; render(); });
window.addEventListener("afterprint", () => { printing = false; render(); });
setInterval(() => { if (!document.hidden) schedule(); }, 1000);

build();
follow(model, byId("live"));
followHash();
