package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A file that changes under a watcher. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WatcherReloadTest extends WatcherSetup {
    @Test
    void reload_keepsTheStateOfWhatIsThereAndFollowsTheFile() throws Exception {
        write(WEB + "targets:\n" + entry("good", open));
        try (Watcher watcher = start()) {
            awaitMetric(watcher, up(open.target(), "good") + " 1.0");
            write(WEB + "targets:\n" + entry("better", open) + entry("bad", closed));

            Reply response = send(watcher, "POST", "/-/reload");
            assertThat(response.body()).isEqualTo("reloaded: targets: 1 added, 0 removed, 1 changed\n");
            assertThat(response.statusCode()).isEqualTo(200);
            // Without a check in between: the state was kept.
            assertThat(metrics(watcher)).contains(up(open.target(), "better") + " 1.0\n");
            awaitMetric(watcher, up(closed.target(), "bad") + " 0.0");
            assertThat(metrics(watcher)).contains("halfshake_transitions_total{to=\"up\"} 1.0\n");

            write(WEB + "targets:\n" + entry("bad", closed));
            assertThat(watcher.reload().changes()).isEqualTo("targets: 0 added, 1 removed, 0 changed");
            assertThat(metrics(watcher)).doesNotContain(open.target());
        }
    }

    @Test
    void wrongFile_changesNothingAndIsReported() throws Exception {
        write(WEB + "targets:\n" + entry("good", open));
        try (Watcher watcher = start()) {
            write(WEB + "targets:\n  - { name: bad, target: nonsense }\n");

            Reply response = send(watcher, "POST", "/-/reload");
            assertThat(response.statusCode()).isEqualTo(422);
            assertThat(response.body()).contains("halfshake.yaml:4:").contains("nonsense");
            assertThat(watcher.targets()).isEqualTo(1);
            assertThat(metrics(watcher)).contains("halfshake_config_last_reload_successful 0.0\n");
            awaitMetric(watcher, up(open.target(), "good") + " 1.0");

            write(WEB + "targets:\n" + entry("good", open));
            assertThat(watcher.reload().succeeded()).isTrue();
            assertThat(metrics(watcher)).contains("halfshake_config_last_reload_successful 1.0\n");
        }
    }

    @Test
    void fileThatARefusedConfigurationNames_isReadOnceItIsMended() throws Exception {
        write(WEB + "targets:\n" + entry("good", open));
        try (Watcher watcher = startPolling()) {
            Path named = Files.writeString(directory.resolve("more.txt"), "nonsense\n");
            write(WEB + "files: [ more.txt, missing.txt ]\n");
            assertThat(watcher.reload().errors()).hasSize(2);

            Files.writeString(named, "");
            Files.writeString(directory.resolve("missing.txt"), closed.target() + "\n");
            awaitMetric(watcher, up(closed.target(), closed.target()) + " 0.0");
            assertThat(watcher.targets()).isEqualTo(1);
        }
    }

    @Test
    void changedFile_isReadWithoutARequest() throws Exception {
        write(WEB + "targets:\n" + entry("good", open));
        try (Watcher watcher = startPolling()) {
            write(WEB + "targets:\n" + entry("good", open) + entry("bad", closed));
            awaitMetric(watcher, up(closed.target(), "bad") + " 0.0");
        }
    }

    @Test
    void otherAddressOrWitnesses_areRefusedByAReload() throws Exception {
        write(WEB + "targets:\n" + entry("good", open));
        try (Watcher watcher = start()) {
            write("web: { port: 0, address: \"::1\" }\ntargets:\n" + entry("good", open) + "witnesses: { targets: [ \""
                    + closed.target() + "\" ] }\n");
            assertThat(watcher.reload().errors())
                    .containsExactly(
                            file() + ": web: changed in address, port or use of TLS (expected as at the start; a new"
                                    + " start changes them)",
                            file() + ": witnesses: changed (expected as they were at the start; a new start changes"
                                    + " them)");
        }
    }

    @Test
    void otherSettingsOfWitnesses_areRefusedByAReload() throws Exception {
        String rest = "targets: []\nwitnesses: { targets: [ \"" + open.target() + "\" ] }\n";
        write(WEB + rest);
        try (Watcher watcher = start()) {
            write("web: { port: 0 }\ndefaults: { interval: 2s, timeout: 1s }\n" + rest);
            assertThat(watcher.reload().errors())
                    .containsExactly(file()
                            + ": defaults: interval, timeout, jitter or fast-interval changed (expected as at the start,"
                            + " since witnesses are checked by them; a new start changes them)");
            write("web: { port: 0 }\ndefaults: { interval: 1s, timeout: 1s, fall: 7 }\n" + rest);
            assertThat(watcher.reload().succeeded()).isTrue();
        }
    }
}
