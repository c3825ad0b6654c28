// Values as words, and words as elements.
export const STATES = ["down", "unknown", "up"];
export const GLYPHS = { up: "▲", down: "▼", unknown: "?" };
export const numbers = new Intl.NumberFormat("en");

export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** In the document as on the screen, for those who hear it. */
export function sortChildren(parent, nodes) {
  const focused = document.activeElement;
  let next = parent.firstChild;
  for (const node of nodes) {
    if (node === next) next = next.nextSibling; else parent.insertBefore(node, next);
  }
  // One that is moved loses the focus.
  if (document.activeElement !== focused) focused.focus({ preventScroll: true });
}

/** Changes texts in place where the shape is the same, so that what is selected and the scroll position stay. */
export function setChildren(parent, nodes) {
  const present = [...parent.childNodes];
  nodes.forEach((node, i) => {
    const old = present[i];
    if (old === undefined) parent.append(node);
    else if (old.nodeName !== node.nodeName) old.replaceWith(node);
    else if (node.nodeType === Node.TEXT_NODE) setText(old, node.textContent);
    else {
      if (old.className !== node.className) old.className = node.className;
      setChildren(old, [...node.childNodes]);
    }
  });
  present.slice(nodes.length).forEach((old) => old.remove());
}

export function roundTrip(micros) {
  if (micros < 1000) return Math.round(micros) + " µs";
  if (micros < 1e6) return (micros / 1000).toFixed(micros < 1e4 ? 2 : 1) + " ms";
  return (micros / 1e6).toFixed(2) + " s";
}

/** Rounded down for a lower bound, up for an upper one: a bound stays one. */
export function duration(micros, round = Math.floor) {
  if (micros === 0) return "0 s";
  if (micros < 60e6) return round(micros / 1e5) / 10 + " s";
  if (micros >= 86400e6) {
    const hours = round(micros / 3600e6);
    return Math.floor(hours / 24) + " d " + (hours % 24) + " h";
  }
  if (micros >= 3600e6) {
    const minutes = round(micros / 60e6);
    return Math.floor(minutes / 60) + " h " + (minutes % 60) + " m";
  }
  const seconds = round(micros / 1e6);
  return Math.floor(seconds / 60) + " m " + (seconds % 60) + " s";
}

let skew = 0; // of the watcher's clock to ours, in milliseconds

export function setClock(asOf) {
  skew = Date.parse(asOf) - Date.now();
}

const now = () => Date.now() + skew;
export const age = (instant) => duration(Math.max(0, Math.floor((now() - Date.parse(instant)) / 1000)) * 1e6);

export function moment(instant) {
  const at = new Date(instant);
  const two = (number) => String(number).padStart(2, "0");
  return at.getFullYear() + "-" + two(at.getMonth() + 1) + "-" + two(at.getDate()) + " "
    + two(at.getHours()) + ":" + two(at.getMinutes()) + ":" + two(at.getSeconds());
}

export function loss(data) {
  if (data.loss === undefined) return "–";
  const percent = data.loss * 100;
  if (percent === 0 || percent === 100) return percent + " %";
  return (percent < 0.01 ? "< 0.01" : percent > 99.99 ? "> 99.99" : percent.toFixed(2)) + " %";
}

export function downtime(data) {
  return data.committed || data.outageCount === 0
    ? "–"
    : duration(data.downtimeAtLeastMicros) + " – " + duration(data.downtimeAtMostMicros, Math.ceil);
}

export const maintenance = (data) => (data.maintenance ?? []).map((each) => each.name + ", until " + moment(each.until)).join("; ");

export const stateWords = (data) => GLYPHS[data.state] + " " + data.state + (data.inDoubt ? " ?" : "");

/** Empty where the watcher is no member of a cluster. */
export function ownerWords(data) {
  if (data.owner !== undefined) return "checked by member " + data.owner;
  return data.committed ? "checked by no member now" : "";
}

/** The target is in the row already, and so is the state where the last result agrees with it. */
export function evidence(data) {
  let words = data.lastText;
  for (const known of [data.target + " ", "is " + data.state + ": "]) {
    if (words.startsWith(known)) words = words.slice(known.length);
  }
  return (data.lastHeld ? "held: " : "") + words;
}
