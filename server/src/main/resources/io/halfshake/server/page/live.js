// Keeps a list of targets like the watcher's: reads it once, follows the events, and reads a part of it again and again.
import { moment, setText } from "./words.js";

const PAGE = 1000;
const REFRESH_MILLIS = 5000;
const FALLBACK_MILLIS = 1000;

export async function read(path) {
  const response = await fetch(path, { cache: "no-store" });
  if (!response.ok) throw new Error((await response.text()).trim().slice(0, 200));
  return response.json();
}

const listPath = (cursor) => "api/v1/targets?limit=" + PAGE + (cursor ? "&after=" + encodeURIComponent(cursor) : "");

/**
 * The model has targets (a map by their texts), apply(data), changed(), showStatus(status) and refreshed(); its fields
 * loading and failure are set here. The words say whether what is shown is live.
 */
export function follow(model, words) {
  let load = 0;
  let refreshCursor;

  /** All of them, a page at a time; what is gone by the end is removed. */
  async function loadAll() {
    const mine = ++load;
    const seen = new Set();
    model.loading = true;
    try {
      model.showStatus(await read("api/v1/status"));
      let cursor;
      do {
        const page = await read(listPath(cursor));
        if (mine !== load) return;
        for (const data of page.targets) {
          seen.add(data.target);
          model.apply(data);
        }
        model.failure = null;
        model.changed();
        cursor = page.next;
      } while (cursor);
      for (const text of [...model.targets.keys()]) if (!seen.has(text)) model.targets.delete(text);
      model.loading = false;
    } catch (error) {
      if (mine !== load) return;
      model.failure = error.message;
      setTimeout(() => { if (mine === load) loadAll(); }, REFRESH_MILLIS);
    }
    model.changed();
  }

  /** Round trips and evidence change with each check, of which there are no events. */
  async function refresh() {
    if (document.hidden || model.loading) return;
    try {
      const page = await read(listPath(refreshCursor));
      refreshCursor = page.next;
      page.targets.forEach((data) => { if (model.targets.has(data.target)) model.apply(data); });
      model.changed();
      model.refreshed();
    } catch {
      // The events tell whether the watcher is there. Its cursors do not survive a restart.
      refreshCursor = undefined;
    }
  }

  function listen() {
    const events = new EventSource("events");
    const received = (type, action) => events.addEventListener(type, (event) => {
      const data = JSON.parse(event.data);
      setText(words, "● live");
      model.showStatus(data.status);
      action(data);
    });
    received("status", () => {});
    // Also the first event: what is read from then on is not older than it, and no change after it is missed.
    received("reset", loadAll);
    received("update", (data) => {
      data.changed.forEach(model.apply);
      data.removed.forEach((text) => model.targets.delete(text));
      model.changed();
    });
    events.addEventListener("error", () => {
      if (!words.textContent.startsWith("○")) setText(words, "○ not live since " + moment(Date.now()) + ", trying again");
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, REFRESH_MILLIS);
    });
  }

  listen();
  // Where a proxy holds the events back, the page is not live, and is there all the same.
  setTimeout(() => { if (load === 0) loadAll(); }, FALLBACK_MILLIS);
  setInterval(refresh, REFRESH_MILLIS);
}
