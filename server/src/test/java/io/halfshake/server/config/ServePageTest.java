package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documentation says of the file. */
class ServePageTest {
    private static final Path PAGE = Path.of("../docs/serve.md");
    private static final Path ALERTS_PAGE = Path.of("../docs/serve-alerts.md");
    private static final Path HISTORY_PAGE = Path.of("../docs/serve-history.md");
    private static final Path EXAMPLE = Path.of("../docs/examples/halfshake.yaml");

    @Test
    void example_isReadWithoutWarningsAndChecksThisMachineOnly() throws ConfigException {
        LoadedConfig loaded = new ConfigReader(name -> null).read(EXAMPLE);

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().targets())
                .hasSizeGreaterThan(3)
                .allMatch(target -> target.target().host().equals("127.0.0.1"));
        assertThat(loaded.config().witnesses().targets())
                .allMatch(target -> target.host().equals("127.0.0.1"));
    }

    @Test
    void page_namesEachKey() throws IOException {
        String page = Files.readString(PAGE);

        assertThat(Stream.of(
                                ConfigReader.KEYS,
                                SettingsReader.KEYS,
                                TargetReader.KEYS,
                                in("web", WebReader.KEYS),
                                in("web.auth", WebReader.AUTH_KEYS),
                                in("web.tls", WebReader.TLS_KEYS),
                                in("witnesses", WitnessConfig.KEYS),
                                in("probe", ProbeConfig.KEYS),
                                in("cluster", ClusterReader.KEYS),
                                ProbeConfig.MODULE_KEYS,
                                TargetFiles.GROUP_KEYS,
                                EndpointReader.KEYS,
                                EndpointReader.CLIENT_KEYS,
                                EndpointReader.ALERT_KEYS)
                        .flatMap(List::stream))
                .isNotEmpty()
                .allMatch(key -> page.contains("`" + key + "`"), "in " + PAGE);
    }

    @Test
    void exampleOfACluster_isRead(@TempDir Path directory) throws Exception {
        Matcher example =
                Pattern.compile("```yaml\n(cluster:.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
        assertThat(example.find()).isTrue();
        Configs configs = new Configs(directory).file("password", "hush");

        assertThat(configs.read("targets: []\n" + example.group(1)).cluster()).isNotNull();
    }

    @Test
    void pageOfAlerts_namesEachTypeAndItsKeys() throws IOException {
        String page = Files.readString(ALERTS_PAGE);

        assertThat(SinkReader.COMMON_KEYS).allMatch(key -> page.contains("| `" + key + "` |"), "in " + ALERTS_PAGE);
        assertThat(DestinationReader.values())
                .allMatch(type -> page.contains("`" + type.label() + "`"), "in " + ALERTS_PAGE)
                .flatExtracting(DestinationReader::keys)
                .allMatch(key -> page.contains("| `" + key + "` |"), "in " + ALERTS_PAGE);
        assertThat(MaintenanceReader.KEYS).allMatch(key -> page.contains("| `" + key + "` |"), "in " + ALERTS_PAGE);
        assertThat(SelectorReader.KEYS).allMatch(key -> page.contains("`" + key + "`"), "in " + ALERTS_PAGE);
    }

    @Test
    void examplesOfAlerts_areReadWithoutWarnings(@TempDir Path directory) throws Exception {
        List<String> examples = Pattern.compile("```yaml\n((?:sinks|maintenance):.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ALERTS_PAGE))
                .results()
                .map(example -> example.group(1))
                .toList();
        assertThat(examples).hasSize(2);
        for (String example : examples) {
            Path file = Files.writeString(
                    directory.resolve("halfshake.yaml"),
                    "targets: [ { target: 'db-1:5432', group: data, labels: { env: test } } ]\n" + example);
            LoadedConfig loaded = new ConfigReader(name -> "http://127.0.0.1/").read(file);
            assertThat(loaded.warnings()).isEmpty();
        }
    }

    @Test
    void pageOfTheHistory_namesEachKey() throws IOException {
        String page = Files.readString(HISTORY_PAGE);

        assertThat(StoreReader.KEYS).allMatch(key -> page.contains("| `" + key + "` |"), "in " + HISTORY_PAGE);
    }

    private static List<String> in(String section, List<String> keys) {
        return keys.stream().map(key -> section + "." + key).toList();
    }
}
