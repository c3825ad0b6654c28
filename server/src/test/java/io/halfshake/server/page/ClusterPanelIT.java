package io.halfshake.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.monitor.TargetState;
import io.halfshake.server.api.TestTargets;
import io.halfshake.server.cluster.TestCluster;
import io.halfshake.server.events.EventHub;
import io.halfshake.server.probe.Program;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Servers;
import io.halfshake.server.web.WebServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The page of a member of a cluster in a browser. */
@Tag("once")
@Timeout(600)
@Execution(ExecutionMode.SAME_THREAD) // One browser at a time.
class ClusterPanelIT {
    private static final String NOTE_ERRORS = "window.errors = [];"
            + " (error => { console.error = (...words) => { errors.push(words.join(' ')); error(...words); }; })"
            + "(console.error.bind(console));"
            + " addEventListener('error', event => errors.push(event.message"
            + " ?? 'not loaded: ' + (event.target.src ?? event.target.href)), true);"
            + " addEventListener('unhandledrejection', event => errors.push(String(event.reason)));"
            + " addEventListener('securitypolicyviolation', event => errors.push(event.violatedDirective));";
    private static final String LIVE = "document.getElementById('live').textContent";
    private static final String ROWS =
            "[...document.querySelectorAll('.row')].map(row => ['.badge', '.name .text', '.last .text', '.owner',"
                    + " '.outages .text'].map(each => row.querySelector(each).textContent).join(', ')).join('|')";
    private static final String MEMBERS = "[...document.querySelectorAll('#cluster tr')].map(row =>"
            + " [...row.children].map(cell => cell.textContent).join(', ')).join('|')";
    private static final String DETAILS = "document.getElementById('detailsBody').textContent";

    @TempDir
    private Path directory;

    private final TestTargets targets = new TestTargets();
    private final TestCluster cluster = new TestCluster()
            .put("own:1", TargetState.UP, "a")
            .put("other:1", TargetState.DOWN, "b")
            .put("free:1", TargetState.UNKNOWN, null);

    @BeforeEach
    void needsChromium() {
        Program.assumeInstalled("chromium", "chromium");
    }

    /** Nothing where it is hidden. */
    private static String shown(String id) {
        return "(node => node.hidden ? '' : node.textContent)(document.getElementById('" + id + "'))";
    }

    private static void click(Browser browser, String target) throws Exception {
        browser.evaluate("document.querySelector('.row[data-target=\"" + target + "\"]').click()");
    }

    @Test
    void page_showsTheClusterAndTheTargetsOfOtherMembers() throws Exception {
        cluster.is(TestCluster.cutOff());
        targets.join(cluster);
        targets.add("own:1", "own", null, Map.of()).up();
        targets.list("other:1", "other", "data");
        targets.list("free:1", "free", null);
        targets.test.advance(Duration.ofSeconds(6));
        try (EventHub hub = new EventHub(targets.test.monitor(), cluster, targets, targets.status(), 1)) {
            hub.start();
            Map<String, Handler> pages = new TreeMap<>(targets.pages());
            pages.putAll(PageFiles.pages("the index"));
            pages.put("/events", hub);
            try (WebServer server = WebServer.start(Servers.anyPort(), pages);
                    Browser browser = new Browser(directory)) {
                browser.runFirst(NOTE_ERRORS);
                browser.open("http://127.0.0.1:" + server.address().getPort() + "/");
                browser.await(LIVE, "\u25cf live");
                memberWithoutQuorum(browser);
                targetsOfAll(browser);
                replaced(browser);
                assertThat(browser.evaluate("window.errors.join('; ')")).isEmpty();
            }
        } finally {
            targets.close();
        }
    }

    private static void memberWithoutQuorum(Browser browser) throws Exception {
        assertThat(browser.evaluate(shown("quorum")))
                .matches(
                        "This member has no quorum since 2026-01-0\\d \\d\\d:\\d\\d:00: states of other members' targets"
                                + " are as of then, and nothing is announced\\.");
        assertThat(browser.evaluate(shown("lists")))
                .startsWith("Members have different lists of targets: c has another one than this member.");
        assertThat(browser.evaluate(shown("role"))).isEmpty();
        assertThat(browser.evaluate("document.getElementById('clusterWords').textContent"))
                .isEqualTo("Cluster: member a, role member, epoch 7, checks 2 of 5 targets; 3 members, not seen: c");
        assertThat(browser.evaluate(MEMBERS))
                .isEqualTo("Member, Zone, Share, Seen|a (this member), zone-a, 50.0 %, yes|b, zone-b, 50.0 %, yes"
                        + "|c, zone-c, 0.0 %, no");
    }

    private static void targetsOfAll(Browser browser) throws Exception {
        browser.await(ROWS + ".split('|').length", "3");
        assertThat(browser.evaluate(ROWS)).contains("\u25b2 up, own, ", ", checked by member a, 0");
        assertThat(browser.evaluate(ROWS))
                .contains("\u25bc down, other, committed by the cluster, checked by member b, \u2013");
        assertThat(browser.evaluate(ROWS))
                .contains("? unknown, free, committed by the cluster, checked by no member now, \u2013");

        click(browser, "other:1");
        browser.await(
                DETAILS + ".includes('Member b checks this target: the page of that member has the results.')", "true");
        assertThat(browser.evaluate(DETAILS)).contains("Checked bymember b").doesNotContain("Last evidence");
        click(browser, "own:1");
        browser.await(DETAILS + ".includes('Last evidence')", "true");
        assertThat(browser.evaluate(DETAILS)).contains("Checked bymember a");
        browser.evaluate("document.getElementById('details').close()");
    }

    private void replaced(Browser browser) throws Exception {
        cluster.is(TestCluster.status(Role.REPLACED, null, List.of()));
        browser.await(
                shown("role"),
                "Another process has joined the cluster as member a: this one checks and announces nothing any more,"
                        + " and does not come back.");
        assertThat(browser.evaluate(shown("quorum") + " + " + shown("lists"))).isEmpty();
    }
}
