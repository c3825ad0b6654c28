package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.TargetSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeclarationTest {
    private static final TargetSettings PLAIN = TargetSettings.inherited();

    @Test
    void targets_areInTheirPartitionsWithTheirSettings() {
        TargetSettings rise = PLAIN.withRise(5);

        Declaration declaration = Declaration.of(Map.of("db:1", PLAIN, "db:2", rise));

        assertThat(declaration.partition(PartitionHash.partition("db:1"))).containsEntry("db:1", Bytes.EMPTY);
        assertThat(declaration.partition(PartitionHash.partition("db:2")))
                .containsEntry("db:2", SettingsFormat.encode(rise));
        assertThat(declaration.partitions().stream().mapToInt(Map::size).sum()).isEqualTo(2);
    }

    @Test
    void digest_isTheSameForTheSameInAnyOrder() {
        Map<String, TargetSettings> one = new LinkedHashMap<>();
        one.put("db:1", PLAIN);
        one.put("DB:2", PLAIN.withRise(2));
        Map<String, TargetSettings> other = new LinkedHashMap<>();
        other.put("DB:2", PLAIN.withRise(2));
        other.put("db:1", PLAIN);
        Map<String, TargetSettings> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER.reversed());
        sorted.putAll(one);

        Bytes digest = Declaration.of(one).digest();

        assertThat(digest.length()).isEqualTo(Limits.DIGEST_BYTES);
        assertThat(Declaration.of(other).digest()).isEqualTo(digest);
        assertThat(Declaration.of(sorted).digest()).isEqualTo(digest);
    }

    @Test
    void digest_differsWithTargetsAndSettings() {
        assertThat(Declaration.of(Map.of()).digest()).isNotEqualTo(Bytes.EMPTY);
        assertThat(List.of(
                                Map.<String, TargetSettings>of(),
                                Map.of("db:1", PLAIN),
                                Map.of("db:1", PLAIN.withRise(2)),
                                Map.of("db:2", PLAIN),
                                Map.of("db:1", PLAIN, "db:2", PLAIN))
                        .stream()
                        .map(targets -> Declaration.of(targets).digest())
                        .distinct())
                .hasSize(5);
    }
}
