package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.ConfigReader;
import io.halfshake.server.config.LoadedConfig;
import io.halfshake.server.config.ServerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReloaderTest {
    private static final String STORE =
            "store: { url: 'jdbc:postgresql://127.0.0.1/h', user: u, password: file:password }\n";

    private static final String CLUSTER =
            "cluster: { member: a, url: 'jdbc:postgresql://127.0.0.1/h', user: u, password: file:password }\n";

    @TempDir
    private Path directory;

    private final List<ServerConfig> used = new ArrayList<>();
    private final ReloadMetrics metrics = new ReloadMetrics(InstantSource.system());
    private Runnable using = () -> {};

    private ConfigReloader reloader() throws Exception {
        Path file = directory.resolve("halfshake.yaml");
        ConfigReader reader = new ConfigReader(Map.<String, String>of()::get);
        LoadedConfig loaded = reader.read(file);
        return new ConfigReloader(
                file, reader, loaded, new ConfigFiles(loaded.files()), metrics, new ConfigReloader.User() {
                    @Override
                    public void reloading() {}

                    @Override
                    public void use(ServerConfig config, ConfigChange change) {
                        using.run();
                        used.add(config);
                    }

                    @Override
                    public void reloaded() {}
                });
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(directory.resolve(name), text);
    }

    @Test
    void newPasswordOfTheStore_keepsNothingElseFromBeingUsed() throws Exception {
        write("password", "hush1");
        write("halfshake.yaml", STORE + "targets: []\n");
        try (ConfigReloader reloader = reloader()) {
            write("password", "hush2");
            write("halfshake.yaml", STORE + "targets: [ 'a:1' ]\n");

            assertThat(reloader.reload())
                    .isEqualTo(new Reload(
                            List.of(),
                            "targets: 1 added, 0 removed, 0 changed; user or password of store changed, used from the"
                                    + " next start"));
            assertThat(used).containsExactly(reloader.config());
            assertThat(reloader.reload().changes()).isEqualTo("nothing has changed");
        }
    }

    @Test
    void reloadAfterTheEnd_readsNothing() throws Exception {
        write("halfshake.yaml", "targets: []\n");
        ConfigReloader reloader = reloader();
        reloader.close();
        write("halfshake.yaml", "targets: [ 'a:1' ]\n");

        assertThat(reloader.reload()).isEqualTo(Reload.STOPPING);
        assertThat(used).isEmpty();
    }

    /** As where the monitor has been closed meanwhile. */
    @Test
    void endDuringAReload_isNoFailure() throws Exception {
        write("halfshake.yaml", "targets: []\n");
        ConfigReloader reloader = reloader();
        write("halfshake.yaml", "targets: [ 'a:1' ]\n");
        using = () -> {
            reloader.close();
            throw new IllegalStateException("closed");
        };

        assertThat(reloader.reload()).isEqualTo(Reload.STOPPING);
        assertThat(used).isEmpty();
        assertThat(metrics.wasSuccessful()).isTrue();
    }

    @Test
    void anotherStore_needsANewStart() throws Exception {
        write("password", "hush1");
        write("halfshake.yaml", STORE + "targets: []\n");
        try (ConfigReloader reloader = reloader()) {
            write("halfshake.yaml", STORE.replace("/h'", "/i'") + "targets: []\n");

            assertThat(reloader.reload().errors())
                    .containsExactly(directory.resolve("halfshake.yaml")
                            + ": store: changed (expected as it was at the start; a new start changes it)");
            assertThat(used).isEmpty();
        }
    }

    @Test
    void newPasswordOfTheCluster_keepsNothingElseFromBeingUsed() throws Exception {
        write("password", "hush1");
        write("halfshake.yaml", CLUSTER + "targets: []\n");
        try (ConfigReloader reloader = reloader()) {
            write("password", "hush2");
            write("halfshake.yaml", CLUSTER + "targets: [ 'a:1' ]\n");

            assertThat(reloader.reload())
                    .isEqualTo(new Reload(
                            List.of(),
                            "targets: 1 added, 0 removed, 0 changed; user or password of cluster changed, used from the"
                                    + " next start"));
            assertThat(used).containsExactly(reloader.config());
            assertThat(reloader.reload().changes()).isEqualTo("nothing has changed");
        }
    }

    @Test
    void anotherCluster_needsANewStart() throws Exception {
        write("password", "hush1");
        write("halfshake.yaml", CLUSTER + "targets: []\n");
        try (ConfigReloader reloader = reloader()) {
            for (String other : List.of(CLUSTER.replace("member: a", "member: b"), "")) {
                write("halfshake.yaml", other + "targets: []\n");

                assertThat(reloader.reload().errors())
                        .as(other)
                        .containsExactly(directory.resolve("halfshake.yaml")
                                + ": cluster: changed (expected as it was at the start; a new start changes it)");
            }
            assertThat(used).isEmpty();
        }
    }

    /** In a cluster there are no witnesses, which would have to be checked by them. */
    @Test
    void otherDefaults_areUsedInACluster() throws Exception {
        write("password", "hush1");
        write("halfshake.yaml", CLUSTER + "targets: [ 'a:1' ]\n");
        try (ConfigReloader reloader = reloader()) {
            write("halfshake.yaml", CLUSTER + "targets: [ 'a:1' ]\ndefaults: { interval: 7s }\n");

            assertThat(reloader.reload()).isEqualTo(new Reload(List.of(), "targets: 0 added, 0 removed, 1 changed"));
            assertThat(used).containsExactly(reloader.config());
        }
    }
}
