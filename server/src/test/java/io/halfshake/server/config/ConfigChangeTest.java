package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.config.ConfigChange.TargetChange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigChangeTest {
    private static final String CLUSTER = "{ targets: [], cluster: { url: 'jdbc:postgresql://127.0.0.1/";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private ServerConfig read(String content) throws ConfigException {
        return new Configs(directory).read(content);
    }

    @Test
    void sameConfiguration_hasNoChange() throws ConfigException {
        ServerConfig before = read(ConfigReaderTest.COMPLETE);
        ServerConfig after = read(ConfigReaderTest.COMPLETE);

        assertThat(after).isEqualTo(before).hasSameHashCodeAs(before);
        assertThat(ConfigChange.between(before, after).isEmpty()).isTrue();
    }

    @Test
    void placeInTheFile_isNoChange() throws ConfigException {
        ServerConfig before = read("targets: [ 'a:1', 'b:1' ]");
        ServerConfig after = read("# comment\ntargets:\n- 'b:1'\n- { target: a:1 }\n");

        assertThat(ConfigChange.between(before, after).isEmpty()).isTrue();
    }

    @Test
    void targets_areAddedAndRemovedAndChanged() throws ConfigException {
        ServerConfig before = read("targets: [ 'a:1', 'b:1', { target: 'c:1', rise: 2 }, { target: 'd:1', name: x } ]");
        ServerConfig after = read("targets: [ 'b:1', { target: 'c:1', rise: 3 }, { target: 'd:1', name: y }, 'e:1' ]");

        ConfigChange change = ConfigChange.between(before, after);

        assertThat(change.removed()).containsExactly(before.targets().get(0));
        assertThat(change.added()).containsExactly(after.targets().get(3));
        assertThat(change.changed())
                .containsExactly(
                        new TargetChange(
                                before.targets().get(2), after.targets().get(1)),
                        new TargetChange(
                                before.targets().get(3), after.targets().get(2)));
        assertThat(change.changed()).extracting(TargetChange::settings).containsExactly(true, false);
        assertThat(change.isEmpty()).isFalse();
    }

    @Test
    void defaults_changeTheTargetsThatHaveThem() throws ConfigException {
        ServerConfig before = read("{ defaults: { rise: 2 }, targets: [ 'a:1', { target: 'b:1', rise: 1 } ] }");
        ServerConfig after = read("{ defaults: { rise: 3 }, targets: [ 'a:1', { target: 'b:1', rise: 1 } ] }");

        assertThat(ConfigChange.between(before, after).changed())
                .containsExactly(new TargetChange(
                        before.targets().get(0), after.targets().get(0)));
    }

    @Test
    void otherParts_areComparedEach() throws ConfigException {
        ServerConfig plain = read("targets: []");

        assertThat(ConfigChange.between(plain, read("{ targets: [], web: { port: 1 } }")))
                .isEqualTo(change(true, false, false, false, false));
        assertThat(ConfigChange.between(plain, read("{ targets: [], witnesses: { targets: [ 'a:1' ] } }")))
                .isEqualTo(change(false, true, false, false, false));
        assertThat(ConfigChange.between(plain, read("{ targets: [], probe: { allow: [ 10.0.0.0/8 ] } }")))
                .isEqualTo(change(false, false, true, false, false));
        String sink = "{ targets: [], sinks: { x: { type: webhook, url: 'http://127.0.0.1/', secret: ";
        assertThat(ConfigChange.between(plain, read(sink + "a } } }")))
                .isEqualTo(change(false, false, false, true, false));
        assertThat(ConfigChange.between(read(sink + "a } } }"), read(sink + "b } } }")))
                .isEqualTo(change(false, false, false, true, false));
        assertThat(change(false, false, false, true, false).isEmpty()).isFalse();
        String window = "{ targets: [], maintenance: [ { name: x, from: 2026-12-01T22:00Z, until: 2026-12-02T0";
        assertThat(ConfigChange.between(plain, read(window + "1:00Z } ] }")))
                .isEqualTo(change(false, false, false, false, true));
        assertThat(ConfigChange.between(read(window + "1:00Z } ] }"), read(window + "2:00Z } ] }")))
                .isEqualTo(change(false, false, false, false, true));
        assertThat(change(false, false, false, false, true).isEmpty()).isFalse();
        ConfigChange store = ConfigChange.between(plain, read("{ targets: [], store: { file: h } }"));
        assertThat(store)
                .isEqualTo(new ConfigChange(
                        List.of(), List.of(), List.of(), false, false, false, false, false, false, false, true, false,
                        false, false));
        assertThat(store.isEmpty()).isFalse();
        assertThat(ConfigChange.between(
                                read("{ targets: [], store: { file: h } }"),
                                read("{ targets: [], store: { file: h } }"))
                        .isEmpty())
                .isTrue();
        ConfigChange cluster = ConfigChange.between(plain, read(CLUSTER + "h', member: a } }"));
        assertThat(cluster)
                .isEqualTo(new ConfigChange(
                        List.of(), List.of(), List.of(), false, false, false, false, false, false, false, false, false,
                        true, false));
        assertThat(cluster.isEmpty()).isFalse();
    }

    @Test
    void defaultsOfWitnesses_areComparedIfTheyAreCheckedByThem() throws ConfigException {
        String witnesses = "{ witnesses: { targets: [ 'w:1' ] }, probe: {}, defaults: ";
        ServerConfig before = read(witnesses + "{ interval: 5s } }");

        for (String same : List.of("rise: 7", "fall: 7", "down-interval: 7s")) {
            ServerConfig after = read(witnesses + "{ interval: 5s, " + same + " } }");
            assertThat(ConfigChange.between(before, after).isEmpty()).as(same).isTrue();
        }
        for (String same : List.of("{ interval: 5s, timeout: 1s, jitter: 0.1, fast-interval: 1s }", "{}")) {
            ServerConfig after = read(witnesses + same + " }");
            assertThat(ConfigChange.between(before, after).isEmpty()).as(same).isTrue();
        }
        for (String other : List.of("interval: 7s", "timeout: 2s", "jitter: 0.2", "fast-interval: 2s")) {
            String settings = other.startsWith("interval") ? other : "interval: 5s, " + other;
            ConfigChange change = ConfigChange.between(before, read(witnesses + "{ " + settings + " } }"));
            assertThat(change.witnessSettings()).as(other).isTrue();
            assertThat(change.witnesses()).as(other).isFalse();
            assertThat(change.isEmpty()).as(other).isFalse();
        }
        assertThat(ConfigChange.between(read("{ probe: {}, defaults: { interval: 5s } }"), read("{ probe: {} }"))
                        .isEmpty())
                .as("without witnesses")
                .isTrue();
    }

    @Test
    void defaultThatIsWrittenOut_changesNoSettings() throws ConfigException {
        ServerConfig before = read("targets: [ 'a:1' ]");
        ServerConfig after = read("{ defaults: { interval: 5s, fall: 3 }, targets: [ 'a:1' ] }");

        assertThat(ConfigChange.between(before, after).changed())
                .extracting(TargetChange::settings)
                .containsExactly(false);
    }

    private static ConfigChange change(
            boolean web, boolean witnesses, boolean probe, boolean sinks, boolean maintenance) {
        return new ConfigChange(
                List.of(),
                List.of(),
                List.of(),
                web,
                false,
                witnesses,
                false,
                probe,
                sinks,
                maintenance,
                false,
                false,
                false,
                false);
    }

    @Test
    void credentials_areComparedApartFromTheAddress() throws ConfigException {
        String token = "{ targets: [], web: { auth: { token: 0123456789abcde";
        ServerConfig before = read(token + "f } } }");

        assertThat(ConfigChange.between(before, read(token + "f } } }")).isEmpty())
                .isTrue();
        for (String other : List.of(token + "g } } }", "targets: []")) {
            ConfigChange change = ConfigChange.between(before, read(other));
            assertThat(change.web()).as(other).isFalse();
            assertThat(change.webSecurity()).as(other).isTrue();
            assertThat(change.isEmpty()).as(other).isFalse();
        }
    }

    /** A new password must not keep what else is new from being used. */
    @Test
    void loginOfTheStore_isComparedApartFromThePlace() throws ConfigException {
        String store = "{ targets: [], store: { url: 'jdbc:postgresql://127.0.0.1/";
        ServerConfig before = read(store + "h', user: u, password: p } }");

        assertThat(ConfigChange.between(before, read(store + "h', user: u, password: p } }"))
                        .isEmpty())
                .isTrue();
        for (String other : List.of("h', user: u, password: q } }", "h', user: v, password: p } }", "h' } }")) {
            ConfigChange change = ConfigChange.between(before, read(store + other));
            assertThat(change.store()).as(other).isFalse();
            assertThat(change.storeLogin()).as(other).isTrue();
            assertThat(change.isEmpty()).as(other).isFalse();
        }
        for (String other : List.of(
                "i', user: u, password: p } }",
                "i', user: u, password: q } }",
                "h', user: u, password: q, watcher: w } }",
                "h', user: u, password: q, retention: 7h } }")) {
            ConfigChange change = ConfigChange.between(before, read(store + other));
            assertThat(change.store()).as(other).isTrue();
            assertThat(change.storeLogin()).as(other).isFalse();
        }
    }

    @Test
    void loginOfTheCluster_isComparedApartFromAllElse() throws ConfigException {
        ServerConfig before = read(CLUSTER + "h', member: a, user: u, password: p } }");

        assertThat(ConfigChange.between(before, read(CLUSTER + "h', member: a, user: u, password: p } }"))
                        .isEmpty())
                .isTrue();
        for (String other : List.of("user: u, password: q } }", "user: v, password: p } }", "user: u } }")) {
            ConfigChange change = ConfigChange.between(before, read(CLUSTER + "h', member: a, " + other));
            assertThat(change.cluster()).as(other).isFalse();
            assertThat(change.clusterLogin()).as(other).isTrue();
            assertThat(change.isEmpty()).as(other).isFalse();
        }
        for (String other : List.of(
                "i', member: a, user: u, password: q } }",
                "h', member: b, user: u, password: q } }",
                "h', member: a, user: u, password: q, name: n } }",
                "h', member: a, user: u, password: q, zone: z } }")) {
            ConfigChange change = ConfigChange.between(before, read(CLUSTER + other));
            assertThat(change.cluster()).as(other).isTrue();
            assertThat(change.clusterLogin()).as(other).isFalse();
            assertThat(change.isEmpty()).as(other).isFalse();
        }
    }

    @Test
    void everyPartOfATarget_isCompared() throws ConfigException {
        TargetConfig plain = read("targets: [ { target: 'a:1' } ]").targets().get(0);

        for (String part : new String[] {"name: x", "group: x", "labels: { a: b }", "rise: 1", "alerts: [ x ]"}) {
            assertThat(read("targets: [ { target: 'a:1', " + part + " } ]")
                            .targets()
                            .get(0))
                    .isNotEqualTo(plain);
        }
        assertThat(read("targets: [ { target: 'a:2', name: 'a:1' } ]").targets().get(0))
                .isNotEqualTo(plain);
    }
}
