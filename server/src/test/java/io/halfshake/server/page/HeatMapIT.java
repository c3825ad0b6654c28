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

/** The heat map of all targets in a browser. */
@Tag("once")
@Timeout(600)
@Execution(ExecutionMode.SAME_THREAD) // One browser at a time.
class HeatMapIT {
    private static final String HOSTILE = "<img src=x onerror=window.hacked=1>";
    private static final String STATES =
            "[...document.querySelectorAll('.row .badge')].map(badge => badge.textContent).join('|')";

    /** Also what the policy forbids, and what a promise failed with. */
    private static final String NOTE_ERRORS = "window.errors = [];"
            + " addEventListener('error', event => errors.push(event.message"
            + " ?? 'not loaded: ' + (event.target.src ?? event.target.href)), true);"
            + " addEventListener('unhandledrejection', event => errors.push(String(event.reason)));"
            + " addEventListener('securitypolicyviolation', event => errors.push(event.violatedDirective));";

    /** In the answer of the watcher, one target is two thousand. */
    private static final String TWO_THOUSAND_TARGETS = "(fetch => { window.fetch = async (path, options) => {"
            + " const answer = await fetch(path, options);"
            + " if (!String(path).includes('api/v1/heat-map')) return answer;"
            + " const map = await answer.json();"
            + " const targets = Array.from({ length: 2000 }, (_, i) =>"
            + " ({ ...map.targets[0], target: 'host-' + i + ':1' }));"
            + " return { ok: true, json: () => ({ ...map, targets }) };"
            + " }; })(window.fetch.bind(window));";

    private static final String OPEN_MAP = "document.getElementById('heat').open = true";
    private static final String CANVAS = "document.querySelector('.heatCells canvas')";
    private static final String PICTURE = CANVAS + ".toDataURL()";
    private static final String WORDS = "document.querySelector('.heatWords').textContent";
    private static final String LEGEND = "document.querySelector('.heatLegend').textContent";
    private static final String DETAILS = "document.getElementById('details')";

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

    private Watcher start() throws Exception {
        Path file = Files.writeString(
                directory.resolve("halfshake.yaml"),
                "web: { port: 0 }\ndefaults: { interval: 1s, timeout: 1s }\nstore: { file: data/history }\ntargets:\n"
                        + "  - { name: '" + HOSTILE + "', target: \"" + open.target() + "\" }\n"
                        + "  - { name: second, target: \"" + closed.target() + "\" }\n");
        return Watcher.start(
                file, Map.of(), checks -> Checker.builder().maxInFlight(checks).build());
    }

    private static void open(Browser browser, Watcher watcher) throws Exception {
        browser.open("http://127.0.0.1:" + watcher.address().getPort() + "/");
        browser.await(STATES, "\u25bc down|\u25b2 up");
    }

    /** Its minutes are written at the latest when it ends. */
    private void watchForAWhile(Browser browser) throws Exception {
        try (Watcher watcher = start()) {
            open(browser, watcher);
        }
    }

    private static void press(Browser browser, String key) throws Exception {
        browser.evaluate(pressed(key));
    }

    private static String pressed(String key) {
        return CANVAS + ".dispatchEvent(new KeyboardEvent('keydown'," + " { key: '" + key
                + "', bubbles: true, cancelable: true }))";
    }

    /** From the right, to what was stored last. */
    private static void moveLeftTo(Browser browser, String words) throws Exception {
        browser.evaluate("(() => { for (let i = 0; i <= 72 && !" + WORDS + ".includes('" + words + "'); i++) "
                + pressed("ArrowLeft") + "; })()");
    }

    @Test
    void map_hasNamesHoursAndALegend() throws Exception {
        try (Browser browser = new Browser(directory)) {
            watchForAWhile(browser);
            browser.runFirst(NOTE_ERRORS);
            browser.setTheme("light");
            browser.resize(1280, 800);
            try (Watcher watcher = start()) {
                open(browser, watcher);
                browser.evaluate(OPEN_MAP);
                browser.await("document.querySelectorAll('.heatNames bdi').length", "2");

                String names = "[...document.querySelectorAll('.heatNames bdi')]";
                assertThat(browser.evaluate(names + ".map(name => name.textContent).join('|')"))
                        .isEqualTo(HOSTILE + "|second");
                assertThat(browser.evaluate(names + ".map(name => name.title).join('|')"))
                        .isEqualTo(HOSTILE + "\n" + open.target() + "|second\n" + closed.target());
                assertThat(browser.evaluate("document.querySelectorAll('.heatMap img, .heatNames bdi *').length"))
                        .isEqualTo("0");
                assertThat(browser.evaluate("window.hacked")).isEqualTo("undefined");
                String hours = "[...document.querySelectorAll('.heatHours span')]"
                        + ".map(hour => hour.textContent).join('|')";
                assertThat(browser.evaluate(hours)).matches("\\d\\d:\\d\\d(\\|\\d\\d:\\d\\d){4,5}");
                assertThat(browser.evaluate(LEGEND))
                        .contains("up, the fuller the longer", "down in at least", "unknown in all", "nothing known");
                assertThat(browser.evaluate(CANVAS + ".getAttribute('aria-label')"))
                        .startsWith("Heat map of 2 targets from ");

                // A name is in line with its row.
                assertThat(browser.evaluate(
                                names + "[1].getBoundingClientRect().top - " + CANVAS + ".getBoundingClientRect().top"))
                        .isEqualTo("16");
                browser.evaluate("window.before = " + PICTURE);
                browser.setTheme("dark");
                browser.await(PICTURE + " !== window.before", "true");
                assertThat(browser.evaluate("window.errors.join('; ')")).isEmpty();
            }
        }
    }

    /** Opaque pixels of one row: a cell that is down has a stroke, one that is up lets the background through. */
    @Test
    void downAndUp_differNotByTheirHueOnly() throws Exception {
        try (Browser browser = new Browser(directory)) {
            watchForAWhile(browser);
            browser.resize(1280, 800);
            try (Watcher watcher = start()) {
                open(browser, watcher);
                browser.evaluate(OPEN_MAP);
                browser.await(CANVAS + " !== null", "true");

                String opaque = "(row => { const data = " + CANVAS
                        + ".getContext('2d').getImageData(0, row * 16, 720, 16).data; const found = new Set();"
                        + " for (let i = 0; i < data.length; i += 4)"
                        + " if (data[i + 3] === 255) found.add(data.slice(i, i + 3).join());"
                        + " return found.size; })";
                assertThat(browser.evaluate(opaque + "(0)")).isEqualTo("0");
                assertThat(Integer.parseInt(browser.evaluate(opaque + "(1)"))).isGreaterThan(1);
            }
        }
    }

    @Test
    void keyboard_readsCellsAndShowsTheTarget() throws Exception {
        try (Browser browser = new Browser(directory)) {
            watchForAWhile(browser);
            browser.resize(1280, 800);
            try (Watcher watcher = start()) {
                open(browser, watcher);
                browser.evaluate(OPEN_MAP);
                browser.await(CANVAS + " !== null", "true");
                assertThat(browser.evaluate(WORDS)).startsWith("Point at a cell");
                assertThat(browser.evaluate(CANVAS + ".tabIndex")).isEqualTo("0");
                browser.evaluate(CANVAS + ".focus()");

                moveLeftTo(browser, " up, 0 down");
                assertThat(browser.evaluate(WORDS))
                        .startsWith(HOSTILE + ", " + open.target() + ", from ")
                        .contains(", 99th percentile ");
                press(browser, "ArrowDown");
                assertThat(browser.evaluate(WORDS)).startsWith("second, " + closed.target() + ", from ");
                press(browser, "ArrowDown");
                assertThat(browser.evaluate(WORDS)).as("no row is below").startsWith("second, ");
                press(browser, "Home");
                assertThat(browser.evaluate(WORDS)).endsWith(": nothing is known");

                press(browser, "Enter");
                browser.await(DETAILS + ".open", "true");
                assertThat(browser.evaluate("document.getElementById('detailsName').textContent"))
                        .isEqualTo("second");
                browser.evaluate(DETAILS + ".close()");
                // What the page does after it has been closed ends with this.
                browser.await("window.location.hash", "");
                browser.await("document.activeElement === " + CANVAS, "true");
            }
        }
    }

    /** Browsers draw no canvas that is much higher. */
    @Test
    void twoThousandTargets_areLowRowsThatWordsName() throws Exception {
        try (Browser browser = new Browser(directory)) {
            watchForAWhile(browser);
            browser.runFirst(NOTE_ERRORS + TWO_THOUSAND_TARGETS);
            try (Watcher watcher = start()) {
                open(browser, watcher);
                browser.evaluate(OPEN_MAP);
                browser.await(CANVAS + "?.height", "20000");
                assertThat(browser.evaluate("document.querySelectorAll('.heatNames').length"))
                        .isEqualTo("0");
                press(browser, "End");
                press(browser, "PageDown");
                assertThat(browser.evaluate(WORDS)).startsWith("host-10:1, from ");
                assertThat(browser.evaluate("window.errors.join('; ')")).isEmpty();
            }
        }
    }
}
