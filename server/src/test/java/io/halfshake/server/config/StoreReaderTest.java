package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.alerts.Secret;
import io.halfshake.server.store.StoreConfig;
import io.halfshake.server.store.StoreConfig.Location;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that are right; the others are in {@link BrokenFilesTest}. */
class StoreReaderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private @Nullable StoreConfig read(String store) throws ConfigException {
        return new Configs(directory).read("targets: []\n" + store).store();
    }

    @Test
    void withoutTheKey_nothingIsStored() throws ConfigException {
        assertThat(read("")).isNull();
    }

    @Test
    void file_isRelativeToTheConfiguration() throws ConfigException {
        assertThat(read("store: { file: data/../history }"))
                .isEqualTo(new StoreConfig(
                        new Location.File(directory.toAbsolutePath().resolve("history")),
                        "halfshake",
                        Duration.ofDays(365),
                        Duration.ofDays(7)));
        assertThat(read("store: { file: /var/lib/halfshake/history }"))
                .extracting(StoreConfig::location)
                .isEqualTo(new Location.File(Path.of("/var/lib/halfshake/history")));
    }

    @Test
    void server_hasUserAndPasswordOfItsOwn() throws ConfigException {
        StoreConfig store =
                read("store: { url: \"jdbc:postgresql://db/halfshake\", user: watcher, password: \"${PRICE}\","
                        + " watcher: east, retention: 1000h, minutes: 24h }");
        assertThat(store)
                .isEqualTo(new StoreConfig(
                        new Location.Server(new Secret("jdbc:postgresql://db/halfshake"), "watcher", new Secret("$5")),
                        "east",
                        Duration.ofHours(1_000),
                        Duration.ofHours(24)));
        assertThat(String.valueOf(store)).doesNotContain("$5", "jdbc");
    }
}
