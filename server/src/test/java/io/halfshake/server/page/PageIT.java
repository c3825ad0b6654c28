package io.halfshake.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.server.Watcher;
import io.halfshake.server.probe.Program;
import io.halfshake.testing.TcpPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The page in a browser. */
@Tag("once")
@Timeout(600)
@Execution(ExecutionMode.SAME_THREAD) // One browser at a time.
class PageIT {
    private static final String WEB = "web: { port: 0 }\ndefaults: { interval: 1s, timeout: 1s }\ntargets:\n";
    private static final String NAMES =
            "[...document.querySelectorAll('.row .name .text')].map(name => name.textContent).join('|')";
    private static final String STATES =
            "[...document.querySelectorAll('.row .badge')].map(badge => badge.textContent).join('|')";

    private static final String LIVE = "document.getElementById('live').textContent";

    /** In the answers of the watcher, one target is a thousand; the last thirty are down, in all of 20 groups. */
    private static final String THOUSAND_TARGETS = "(fetch => { window.fetch = async (path, options) => {"
            + " const answer = await fetch(path, options);"
            + " if (!String(path).includes('api/v1/targets?')) return answer;"
            + " const one = (await answer.json()).targets[0];"
            + " const targets = Array.from({ length: 1000 }, (_, i) => ({ ...one, target: 'host-' + i + ':1',"
            + " name: 't' + i, group: 'g' + i % 20, state: i < 970 ? 'up' : 'down' }));"
            + " return { ok: true, json: () => ({ targets }) };"
            + " }; })(window.fetch.bind(window));";

    private static final String IN_SIGHT = "[...document.querySelectorAll('.row')].filter(row =>"
            + " row.getBoundingClientRect().top >= 0 && row.getBoundingClientRect().bottom <= innerHeight)";

    private static final String TOP_OF_SECOND_ROW = "document.querySelectorAll('.row')[1].style.top";

    private static final String FIRST_HEADING = "document.querySelector('.groupRow').textContent";

    @TempDir
    private Path directory;

    private final TcpPeer open = TcpPeer.accepting();
    private final TcpPeer closed = TcpPeer.refusing();

    @BeforeEach
    void needsChromium() {
        Program.assumeInstalled("chromium", "chromium");
    }

    @AfterEach
    void freePorts() {
        open.close();
        closed.close();
    }

    private Path write(String targets) throws Exception {
        return Files.writeString(directory.resolve("halfshake.yaml"), WEB + targets);
    }

    private static Watcher start(Path file) throws Exception {
        return Watcher.start(
                file, Map.of(), checks -> Checker.builder().maxInFlight(checks).build());
    }

    private static String url(Watcher watcher) {
        return "http://127.0.0.1:" + watcher.address().getPort() + "/";
    }

    private static String entry(String name, TcpPeer peer) {
        return "  - { name: '" + name + "', group: '<b>g</b>', target: \"" + peer.target() + "\" }\n";
    }

    @Test
    void page_showsTargetsAsTheyChangeAndNamesAsText() throws Exception {
        String hostile = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";
        Path file = write(entry(hostile, open));
        try (Watcher watcher = start(file);
                Browser browser = new Browser(directory)) {
            browser.runFirst("window.errors = []; addEventListener('error', e => errors.push(e.message));"
                    + "addEventListener('securitypolicyviolation', e => errors.push(e.violatedDirective));");
            browser.open(url(watcher));
            browser.await(STATES, "\u25b2 up");
            browser.await(LIVE, "\u25cf live");
            assertThat(browser.evaluate(NAMES)).isEqualTo(hostile);
            assertThat(browser.evaluate("document.querySelector('.groupRow bdi').textContent"))
                    .isEqualTo("<b>g</b>");

            Path unused = write(entry(hostile, open) + entry("second", closed));
            assertThat(watcher.reload().succeeded()).isTrue();
            browser.await(STATES, "\u25bc down|\u25b2 up");
            browser.await("document.title", "\u25bc 1 down \u2013 Halfshake");

            browser.evaluate("document.querySelectorAll('.row')[0].click()");
            browser.await("document.getElementById('detailsBody').textContent.includes('still down')", "true");
            assertThat(browser.evaluate("document.getElementById('detailsName').textContent"))
                    .isEqualTo("second");
            browser.evaluate("document.getElementById('details').close()");

            browser.evaluate("(search => { search.value = 'ONERROR'; search.dispatchEvent("
                    + "new Event('input', { bubbles: true })); })(document.getElementById('search'))");
            browser.await(NAMES, hostile);

            assertThat(browser.evaluate("window.hacked")).isEqualTo("undefined");
            assertThat(browser.evaluate("document.querySelectorAll('.row *:not(span, bdi)').length"))
                    .isEqualTo("0");
            assertThat(browser.evaluate("window.errors.join('; ')")).isEmpty();
        }
    }

    /** As a link may have them, and as browsers send them for what the page reads. */
    @Test
    void page_isLiveForThoseWhoHaveThePassword() throws Exception {
        Path file = Files.writeString(
                directory.resolve("halfshake.yaml"),
                WEB.replace("port: 0", "port: 0, auth: { user: ops, password: long-enough }") + entry("first", open));
        try (Watcher watcher = start(file);
                Browser browser = new Browser(directory)) {
            browser.open(url(watcher).replace("http://", "http://ops:long-enough@"));
            browser.await(STATES, "\u25b2 up");
            browser.await(LIVE, "\u25cf live");
        }
    }

    @Test
    void targetInMaintenance_saysSoUntilItsWindowEnds() throws Exception {
        String words = "[...document.querySelectorAll('.row .maintenance')].map(each => each.textContent).join('|')";
        Path file = write(entry("first", open)
                + "maintenance: [ { name: upgrade, from: 2000-01-01T00:00Z, until: 2100-01-01T00:00Z } ]\n");
        try (Watcher watcher = start(file);
                Browser browser = new Browser(directory)) {
            browser.open(url(watcher));
            browser.await(STATES, "\u25b2 up");
            browser.await(words, "maintenance");
            browser.evaluate("document.querySelectorAll('.row')[0].click()");
            browser.await(
                    "/upgrade, until 2(099|100)-/.test(document.getElementById('detailsBody').textContent)", "true");

            Path unused = write(entry("first", open));
            assertThat(watcher.reload().succeeded()).isTrue();
            browser.await(words, "");
        }
    }

    @Test
    void silentStream_isNotLiveAndIsOpenedAgain() throws Exception {
        try (Watcher watcher = start(write(entry("first", open)));
                Browser browser = new Browser(directory)) {
            browser.runFirst("window.speed = 1; (now => { performance.now = () => now() * window.speed; })"
                    + "(performance.now.bind(performance));");
            browser.open(url(watcher));
            browser.await(LIVE, "\u25cf live");
            browser.evaluate("window.speed = 1e6");
            browser.await(LIVE + ".startsWith('\u25cb not live since ')", "true");
            browser.evaluate("window.speed = 1");
            browser.await(LIVE, "\u25cf live");
        }
    }

    @Test
    void removedRow_passesItsFocusToAnother() throws Exception {
        try (Watcher watcher = start(write(entry("first", open) + entry("second", closed)));
                Browser browser = new Browser(directory)) {
            browser.open(url(watcher));
            browser.await(STATES, "\u25bc down|\u25b2 up");
            browser.evaluate("document.querySelectorAll('.row')[0].focus()");
            assertThat(browser.evaluate("document.activeElement.querySelector('.name .text').textContent"))
                    .isEqualTo("second");

            Path unused = write(entry("first", open));
            assertThat(watcher.reload().succeeded()).isTrue();
            browser.await(NAMES, "first");
            browser.await("document.activeElement.querySelector('.name .text').textContent", "first");
        }
    }

    @Test
    void details_changeTextsInPlace() throws Exception {
        String body = "document.getElementById('detailsBody')";
        try (Watcher watcher = start(write(entry("first", open)));
                Browser browser = new Browser(directory)) {
            browser.open(url(watcher));
            browser.await(STATES, "\u25b2 up");
            browser.evaluate("document.querySelectorAll('.row')[0].click()");
            browser.await(body + ".textContent.includes('Last evidence')", "true");
            browser.evaluate("window.kept = " + body + ".querySelector('dd')");
            browser.evaluate("window.before = " + body + ".textContent");
            browser.await(body + ".textContent !== window.before", "true");
            assertThat(browser.evaluate("window.kept.isConnected")).isEqualTo("true");
        }
    }

    /** Each reading of one target may take up to 20 s, and one is begun every five. */
    @Test
    void detailsThatComeLate_doNotReplaceLaterOnes() throws Exception {
        String body = "document.getElementById('detailsBody')";
        String ups = "parseInt(/(\\d+) up/.exec(" + body + ".textContent)[1])";
        try (Watcher watcher = start(write(entry("first", open)));
                Browser browser = new Browser(directory)) {
            // The next answer is held once that is wanted.
            browser.runFirst("window.holding = false; window.held = null;"
                    + " (fetch => { window.fetch = (path, options) => {"
                    + " const answer = fetch(path, options);"
                    + " if (!window.holding || !String(path).includes('api/v1/targets/')) return answer;"
                    + " window.holding = false;"
                    + " const json = answer.then(response => response.json());"
                    + " return new Promise(resolve => json.then(data => { window.held = () => resolve({ ok: true,"
                    + " json: () => { setTimeout(() => { window.delivered = true; }, 100); return data; } }); }));"
                    + " }; })(window.fetch.bind(window));");
            browser.open(url(watcher));
            browser.await(STATES, "\u25b2 up");
            browser.evaluate("document.querySelectorAll('.row')[0].click()");
            browser.await(body + ".textContent.includes('Last evidence')", "true");
            browser.evaluate("window.holding = true");
            browser.await("window.held !== null", "true");
            browser.evaluate("window.before = " + ups);
            browser.await(ups + " > window.before", "true");
            browser.evaluate("window.before = " + ups);
            browser.evaluate("window.held()");
            browser.await("window.delivered", "true");
            assertThat(browser.evaluate(ups + " >= window.before")).isEqualTo("true");
        }
    }

    @Test
    void detailsThatCannotBeRead_sayOfWhenTheyAre() throws Exception {
        String body = "document.getElementById('detailsBody')";
        try (Watcher watcher = start(write(entry("first", open)));
                Browser browser = new Browser(directory)) {
            browser.runFirst("window.failing = false; (fetch => { window.fetch = (path, options) => window.failing"
                    + " && String(path).includes('api/v1/targets') ? Promise.reject(new Error('in a test'))"
                    + " : fetch(path, options); })(window.fetch.bind(window));");
            browser.open(url(watcher));
            browser.await(LIVE, "\u25cf live");
            browser.await(STATES, "\u25b2 up");
            browser.evaluate("document.querySelectorAll('.row')[0].click()");
            browser.await(body + ".textContent.includes('Last evidence')", "true");
            browser.evaluate("window.failing = true");
            browser.await(body + ".querySelector('.notice').textContent.startsWith('This is of ')", "true");
            assertThat(browser.evaluate(body + ".querySelector('.notice').textContent"))
                    .endsWith(", and cannot be read again: in a test");
            assertThat(browser.evaluate(body + ".textContent.includes('Last evidence')"))
                    .isEqualTo("true");
            browser.evaluate("window.failing = false");
            browser.await(body + ".querySelector('.notice') === null", "true");
        }
    }

    @Test
    void targetsThatAreDown_fillTheFirstScreenBeforeAllGroups() throws Exception {
        String statesInSight =
                "[...new Set(" + IN_SIGHT + ".map(row => row.querySelector('.badge').textContent))].join('|')";
        try (Watcher watcher = start(write(entry("first", open)));
                Browser browser = new Browser(directory)) {
            browser.runFirst(THOUSAND_TARGETS);
            browser.resize(1280, 800);
            browser.open(url(watcher));
            browser.await(FIRST_HEADING, "All groups \u25bc 30 down");
            assertThat(browser.evaluate(statesInSight)).isEqualTo("\u25bc down");
            assertThat(Integer.parseInt(browser.evaluate(IN_SIGHT + ".length"))).isGreaterThanOrEqualTo(13);
            assertThat(browser.evaluate(IN_SIGHT + "[0].querySelector('.address').textContent"))
                    .isEqualTo("g0host-980:1");

            browser.resize(390, 844);
            browser.await(TOP_OF_SECOND_ROW, "226px");
            assertThat(browser.evaluate(statesInSight)).isEqualTo("\u25bc down");

            browser.resize(1280, 800);
            browser.await(TOP_OF_SECOND_ROW, "84px");
            browser.evaluate("document.querySelector('[data-state=down]').click()");
            browser.await(FIRST_HEADING, "g0 \u25bc 1 down");
            assertThat(browser.evaluate(IN_SIGHT + "[0].querySelector('.address').textContent"))
                    .isEqualTo("host-980:1");
        }
    }

    @Test
    @Tag("thorough")
    void tenThousandTargets_arePaintedInASecondWithoutLongTasks() throws Exception {
        StringBuilder targets = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            targets.append("  - { name: t").append(i).append(", group: g").append(i % 20);
            targets.append(", interval: 60s, target: \"127.")
                    .append(1 + i / 10_000)
                    .append('.')
                    .append(i / 250);
            targets.append('.').append(1 + i % 250).append(":9\" }\n");
        }
        try (Watcher watcher = start(write(targets.toString()));
                Browser browser = new Browser(directory)) {
            browser.runFirst("window.tasks = []; new PerformanceObserver(list => list.getEntries().forEach("
                    + "task => tasks.push(task.duration))).observe({ type: 'longtask', buffered: true });");
            browser.open(url(watcher));
            browser.await("document.getElementById('table').getAttribute('aria-rowcount')", "10021");

            assertThat(Double.parseDouble(
                            browser.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")))
                    .isLessThan(1_000);
            assertThat(Double.parseDouble(browser.evaluate("Math.max(0, ...tasks)")))
                    .isLessThan(200);
            assertThat(Integer.parseInt(browser.evaluate("document.querySelectorAll('.row').length")))
                    .isBetween(1, 100);
        }
    }
}
