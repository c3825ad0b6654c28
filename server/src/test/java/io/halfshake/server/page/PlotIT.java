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

/** The stored round trips of a target in a browser. */
@Tag("once")
@Timeout(600)
@Execution(ExecutionMode.SAME_THREAD) // One browser at a time.
class PlotIT {
    private static final String STATES =
            "[...document.querySelectorAll('.row .badge')].map(badge => badge.textContent).join('|')";

    /** Also what the policy forbids, and what a promise failed with. */
    private static final String NOTE_ERRORS = "window.errors = [];"
            + " addEventListener('error', event => errors.push(event.message"
            + " ?? 'not loaded: ' + (event.target.src ?? event.target.href)), true);"
            + " addEventListener('unhandledrejection', event => errors.push(String(event.reason)));"
            + " addEventListener('securitypolicyviolation', event => errors.push(event.violatedDirective));"
            + " console.error = console.warn = (...texts) => errors.push(texts.join(' '));";

    /** The minute that goes on is not read otherwise, and the tests do not wait for its end. */
    private static final String WITH_THIS_MINUTE = "(fetch => { window.fetch = (path, options) =>"
            + " fetch(String(path).endsWith('/minutes')"
            + " ? path + '?to=' + new Date(Date.now() + 60000).toISOString() : path, options);"
            + " })(window.fetch.bind(window));";

    private static final String ERRORS = "window.errors.join('; ')";
    private static final String LOADED = "performance.getEntriesByType('resource')"
            + ".map(each => each.name).filter(name => name.includes('plot')).length";
    private static final String CANVAS = "document.querySelector('.plot canvas')";
    private static final String PICTURE = CANVAS + ".toDataURL()";
    private static final String WORDS = "document.querySelector('.plotWords').textContent";
    private static final String HISTORY = "document.getElementById('detailsHistory').textContent";

    @TempDir
    private Path directory;

    private final TcpPeer open = TcpPeer.accepting();

    @BeforeEach
    void needsChromium() {
        Program.assumeInstalled("chromium", "chromium");
    }

    @AfterEach
    void freePort() {
        open.close();
    }

    private Watcher start() throws Exception {
        Path file = Files.writeString(
                directory.resolve("halfshake.yaml"),
                "web: { port: 0 }\ndefaults: { interval: 1s, timeout: 1s }\nstore: { file: data/history }\n"
                        + "targets: [ { name: first, target: \"" + open.target() + "\" } ]\n");
        return Watcher.start(
                file, Map.of(), checks -> Checker.builder().maxInFlight(checks).build());
    }

    private static void open(Browser browser, Watcher watcher) throws Exception {
        browser.open("http://127.0.0.1:" + watcher.address().getPort() + "/");
        browser.await(STATES, "\u25b2 up");
    }

    private static void click(Browser browser) throws Exception {
        browser.evaluate("document.querySelector('.row').click()");
    }

    /** Its minutes are written at the latest when it ends. */
    private void watchForAWhile(Browser browser) throws Exception {
        try (Watcher watcher = start()) {
            open(browser, watcher);
        }
    }

    @Test
    void click_showsAPlotOfWhatIsStored() throws Exception {
        try (Browser browser = new Browser(directory)) {
            watchForAWhile(browser);
            browser.runFirst(NOTE_ERRORS + WITH_THIS_MINUTE);
            browser.resize(1280, 800);
            try (Watcher watcher = start()) {
                open(browser, watcher);
                assertThat(browser.evaluate(LOADED)).isEqualTo("0");
                click(browser);
                browser.await(CANVAS + " !== null", "true");
                assertThat(browser.evaluate("document.querySelector('.plot').getAttribute('aria-label')"))
                        .matches("Round trips from .* to .* since .*; down in 0 minutes.*\\.");
                assertThat(browser.evaluate("document.querySelector('.plot').getAttribute('role')"))
                        .isEqualTo("img");
                assertThat(browser.evaluate(HISTORY)).contains("The line is the median of each minute");
                // The policy would leave out the styles that are in the markup.
                assertThat(browser.evaluate("getComputedStyle(document.querySelector('.u-over')).left"))
                        .isEqualTo("58px");

                assertThat(browser.evaluate(WORDS)).startsWith("Point at the plot");
                browser.evaluate(
                        "(slider => { for (let at = 0; at <= slider.max && !" + WORDS + ".includes('median'); at++)"
                                + " { slider.value = at; slider.dispatchEvent(new Event('input')); } })"
                                + "(document.querySelector('.plotMinute'))");
                assertThat(browser.evaluate(WORDS))
                        .matches("2.*: median .*, 99th percentile .*, from .* to .*; [1-9]\\d* up.*");
                assertThat(browser.evaluate("document.querySelector('.plotMinute').getAttribute('aria-valuetext')"))
                        .isEqualTo(browser.evaluate(WORDS));
                assertThat(browser.evaluate(ERRORS)).isEmpty();
            }
        }
    }

    @Test
    void plot_followsThemeAndWidthAndPaper() throws Exception {
        try (Browser browser = new Browser(directory)) {
            watchForAWhile(browser);
            browser.runFirst(NOTE_ERRORS + WITH_THIS_MINUTE);
            browser.resize(1280, 800);
            browser.setTheme("light");
            try (Watcher watcher = start()) {
                open(browser, watcher);
                click(browser);
                browser.await(CANVAS + " !== null", "true");
                browser.evaluate("window.light = " + PICTURE);

                browser.setTheme("dark");
                browser.await(PICTURE + " !== window.light", "true");
                browser.evaluate("window.dark = " + PICTURE);
                browser.evaluate("dispatchEvent(new Event('beforeprint'))");
                browser.await(PICTURE + " !== window.light && " + PICTURE + " !== window.dark", "true");
                browser.evaluate("dispatchEvent(new Event('afterprint'))");
                browser.await(PICTURE + " === window.dark", "true");
                browser.setTheme("light");
                browser.await(PICTURE + " === window.light", "true");

                assertThat(Integer.parseInt(browser.evaluate(CANVAS + ".clientWidth")))
                        .isGreaterThan(500);
                browser.resize(390, 844);
                browser.await(CANVAS + ".clientWidth < 350", "true");
                assertThat(browser.evaluate("document.querySelector('dialog').scrollWidth"
                                + " <= document.querySelector('dialog').clientWidth"))
                        .isEqualTo("true");
                assertThat(browser.evaluate(ERRORS)).isEmpty();
            }
        }
    }

    @Test
    void nothingStored_isOnlyInWords() throws Exception {
        try (Watcher watcher = start();
                Browser browser = new Browser(directory)) {
            browser.runFirst("(fetch => { window.fetch = async (path, options) => {"
                    + " const answer = await fetch(path, options);"
                    + " if (!String(path).endsWith('/minutes')) return answer;"
                    + " const stored = { ...await answer.json(), minutes: [] };"
                    + " return { ok: true, json: () => stored };"
                    + " }; })(window.fetch.bind(window));");
            open(browser, watcher);
            click(browser);
            browser.await(HISTORY + ".includes('No round trips since ')", "true");
            browser.await(HISTORY + ".includes('No outage is stored.')", "true");
            assertThat(browser.evaluate("document.querySelector('.plotBox')")).isEqualTo("null");
            assertThat(browser.evaluate(LOADED)).isEqualTo("0");
        }
    }

    /** A proxy may leave it out; what is in words is there all the same, and the plot is tried again. */
    @Test
    void libraryThatCannotBeLoaded_isMissedOnce() throws Exception {
        String close = "document.getElementById('details').close()";
        try (Browser browser = new Browser(directory)) {
            watchForAWhile(browser);
            browser.runFirst("window.broken = true; (append => { Element.prototype.append = function (...nodes) {"
                    + " if (window.broken && nodes[0]?.tagName === 'SCRIPT') nodes[0].src += '.missing';"
                    + " return append.apply(this, nodes); }; })(Element.prototype.append);"
                    + WITH_THIS_MINUTE);
            try (Watcher watcher = start()) {
                open(browser, watcher);
                click(browser);
                browser.await(HISTORY + ".includes('The plot cannot be drawn: ')", "true");
                assertThat(browser.evaluate(HISTORY)).contains("Round trips from ", "No outage is stored.");
                browser.evaluate(close);
                browser.await("window.location.hash", "");
                browser.evaluate("window.broken = false");
                click(browser);
                browser.await(CANVAS + " !== null", "true");
            }
        }
    }
}
