package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.alerts.Secret;
import io.halfshake.server.cluster.ClusterConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that are right; the others are in {@link BrokenFilesTest}. */
class ClusterReaderTest {
    private static final String URL = "url: \"jdbc:postgresql://127.0.0.1/halfshake\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private @Nullable ClusterConfig read(String cluster) throws ConfigException {
        return new Configs(directory)
                .file("password", "hush\n")
                .read("targets: []\n" + cluster)
                .cluster();
    }

    @Test
    void withoutTheKey_thereIsNoCluster() throws ConfigException {
        assertThat(read("")).isNull();
    }

    @Test
    void memberAndUrl_areEnough() throws ConfigException {
        assertThat(read("cluster: { member: a, " + URL + " }"))
                .isEqualTo(
                        new ClusterConfig("halfshake", "a", "", "jdbc:postgresql://127.0.0.1/halfshake", null, null));
    }

    @Test
    void everyKey_isRead() throws ConfigException {
        ClusterConfig cluster = read("cluster: { member: \"${HOST}\", name: prod, zone: rack 1, " + URL
                + ", user: watcher, password: \"${PRICE}\" }");

        assertThat(cluster)
                .isEqualTo(new ClusterConfig(
                        "prod",
                        "db-9",
                        "rack 1",
                        "jdbc:postgresql://127.0.0.1/halfshake",
                        "watcher",
                        new Secret("$5")));
        assertThat(String.valueOf(cluster)).doesNotContain("$5");
    }

    @Test
    void password_mayBeInAFile() throws ConfigException {
        assertThat(read("cluster: { member: a, " + URL + ", user: watcher, password: file:password }"))
                .extracting(ClusterConfig::password)
                .isEqualTo(new Secret("hush"));
    }

    /** Bytes of members and zones, as the cluster counts them, but characters of the name, as the log does. */
    @Test
    void names_mayBeAsLongAsTheClusterAllows() throws ConfigException {
        String bytes = "ä".repeat(32);
        String characters = "ä".repeat(64);

        assertThat(read("cluster: { member: " + bytes + ", name: " + characters + ", zone: " + bytes + ", " + URL
                        + " }"))
                .isEqualTo(new ClusterConfig(
                        characters, bytes, bytes, "jdbc:postgresql://127.0.0.1/halfshake", null, null));
    }

    @Test
    void zone_mayBeEmpty() throws ConfigException {
        assertThat(read("cluster: { member: a, zone: \"\", " + URL + " }"))
                .extracting(ClusterConfig::zone)
                .isEqualTo("");
    }

    /** Of docs/cluster.md. */
    @Test
    void filesOfTheTour_differInMemberAndPortOnly() throws ConfigException {
        Map<String, String> environment = Map.of(
                "DATABASE", "jdbc:postgresql://127.0.0.1/postgres",
                "DATABASE_USER", "postgres",
                "DATABASE_PASSWORD", "hush");
        List<ServerConfig> files = new ArrayList<>();
        for (String member : List.of("a", "b", "c")) {
            LoadedConfig loaded = new ConfigReader(environment::get)
                    .read(Path.of("../docs/examples/cluster").resolve(member + ".yaml"));
            assertThat(loaded.warnings()).isEmpty();
            assertThat(loaded.config().cluster())
                    .isNotNull()
                    .extracting(ClusterConfig::member)
                    .isEqualTo(member);
            files.add(loaded.config());
        }
        assertThat(files).extracting(ServerConfig::targets).doesNotContain(List.of());
        assertThat(files).extracting(file -> file.web().address().getPort()).doesNotHaveDuplicates();
        for (ServerConfig each : files) {
            assertThat(each.targets()).isEqualTo(files.get(0).targets());
            assertThat(each.sinks()).isEqualTo(files.get(0).sinks());
        }
    }
}
