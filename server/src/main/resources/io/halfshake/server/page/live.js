// Keeps a list of targets like the watcher's: reads it once, follows the events, and reads a part of it again and again.
import { moment, setText } from "./words.js";

const PAGE = 1000;
const REFRESH_MILLIS = 5000;
const FALLBACK_MILLIS = 1000;
export const READ_MILLIS = 20000;
const SILENCE_MILLIS = 15000; // of the watcher, which sends something every five seconds
const STALE_MILLIS = 30000; // more than a reading and the pause before it

/** Without a user and a password in the address of the page, which fetch would refuse. */
export const url = (path) => new URL(path, window.location.origin + window.location.pathname);

export async function read(path) {
  const response = await fetch(url(path), { cache: "no-store", signal: AbortSignal.timeout(READ_MILLIS) });
  // The password was changed, and none was given when the browser asked: to go on would be to ask again and again.
  if (response.status === 401) window.location.reload();
  if (!response.ok) throw new Error((await response.text()).trim().slice(0, 200));
  return response.json();
}

const listPath = (cursor) => "api/v1/targets?limit=" + PAGE + (cursor ? "&after=" + encodeURIComponent(cursor) : "");

/**
 * The model has targets (a map by their texts), apply(data), changed(), showStatus(status) and refreshed(), which is called
 * after each reading, also one that failed; its fields loading and failure are set here. The words say whether what is shown is live.
 */
export function follow(model, words) {
  let load = null; // the latest: texts of the targets that it or an event has seen, and of those that are gone meanwhile
  let live = false;
  let refreshing = false;
  let refreshCursor;
  let readAt = null; // when a part of the list was last read
  let shownAt = Date.now(); // nothing is read while the page is hidden

  /** All of them, a page at a time; what is gone by the end is removed. */
  async function loadAll() {
    const mine = { seen: new Set(), gone: new Set() };
    load = mine;
    model.loading = true;
    try {
      const status = await read("api/v1/status");
      if (mine !== load) return;
      model.showStatus(status);
      let cursor;
      do {
        const page = await read(listPath(cursor));
        if (mine !== load) return;
        for (const data of page.targets) {
          if (mine.gone.has(data.target)) continue;
          mine.seen.add(data.target);
          model.apply(data);
        }
        readAt = Date.now();
        model.failure = null;
        model.changed();
        cursor = page.next;
      } while (cursor);
      for (const text of [...model.targets.keys()]) if (!mine.seen.has(text)) model.targets.delete(text);
      model.loading = false;
      model.refreshed();
    } catch (error) {
      if (mine !== load) return;
      model.failure = error.message;
      model.refreshed();
      setTimeout(() => { if (mine === load) loadAll(); }, REFRESH_MILLIS);
    }
    model.changed();
  }

  /** Round trips and evidence change with each check, of which there are no events. */
  async function refresh() {
    if (document.hidden || model.loading || refreshing) return;
    if (!live) {
      loadAll();
      return;
    }
    refreshing = true;
    try {
      const page = await read(listPath(refreshCursor));
      refreshCursor = page.next;
      readAt = Date.now();
      page.targets.forEach((data) => { if (model.targets.has(data.target)) model.apply(data); });
      model.changed();
      model.refreshed();
    } catch {
      // The events tell whether the watcher is there. Its cursors do not survive a restart.
      refreshCursor = undefined;
      model.refreshed();
    } finally {
      refreshing = false;
    }
  }

  function update(data) {
    for (const each of data.changed) {
      load?.seen.add(each.target);
      load?.gone.delete(each.target);
      model.apply(each);
    }
    for (const text of data.removed) {
      load?.seen.delete(text);
      load?.gone.add(text);
      model.targets.delete(text);
    }
    model.changed();
  }

  /** Events may come where no list can be read, since a browser opens few connections to one server. */
  function liveWords() {
    const late = !document.hidden && Date.now() - Math.max(readAt, shownAt) > STALE_MILLIS;
    return late && readAt !== null ? "● live, but the list is of " + moment(readAt) : "● live";
  }

  function listen() {
    const events = new EventSource(url("events"));
    let heard = performance.now();
    let heardAt = Date.now();
    const received = (type, action) => events.addEventListener(type, (event) => {
      heard = performance.now();
      heardAt = Date.now();
      live = true;
      const data = JSON.parse(event.data);
      setText(words, liveWords());
      model.showStatus(data.status);
      action(data);
    });
    received("status", () => {});
    // Also the first event: what is read from then on is not older than it, and no change after it is missed.
    received("reset", loadAll);
    received("update", update);
    const again = () => {
      clearInterval(watch);
      events.close();
      live = false;
      if (!words.textContent.startsWith("○")) setText(words, "○ not live since " + moment(heardAt) + ", trying again");
      setTimeout(listen, 2000 + 3000 * Math.random());
    };
    // A connection may be lost without a FIN, of which the browser learns nothing.
    const watch = setInterval(() => { if (performance.now() - heard > SILENCE_MILLIS) again(); }, 1000);
    // After the planned end of a stream the browser comes back by itself, within the silence that is allowed.
    events.addEventListener("error", () => { if (events.readyState === EventSource.CLOSED) again(); });
  }

  document.addEventListener("visibilitychange", () => {
    shownAt = Date.now();
    refresh();
  });
  listen();
  // Where a proxy holds the events back, the page is not live, and is there all the same.
  setTimeout(() => { if (load === null) loadAll(); }, FALLBACK_MILLIS);
  setInterval(refresh, REFRESH_MILLIS);
}
