package io.halfshake.server.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetSelectorTest {
    private static final TargetFacts ORDERS =
            new TargetFacts("db-1:5432", "orders", "data", Map.of("env", "prod", "az", "b"));
    private static final TargetFacts BARE = new TargetFacts("db-2:5432", "db-2:5432", null, Map.of());

    @ParameterizedTest
    @CsvSource({
        "db-1:5432,,, true, false",
        "db-2:5432,,, false, true",
        ", data,, true, false",
        ", dat,, false, false",
        ",, orders, true, false",
        ",, db-2:5432, false, true",
        ", data, orders, true, false",
        ", data, db-2:5432, false, false",
        "db-1:5432, data, orders, true, false",
        "db-2:5432, data, orders, false, false",
        ",,, true, true",
    })
    void selector_wantsAllThatItHas(
            @Nullable String target, @Nullable String group, @Nullable String name, boolean orders, boolean bare) {
        TargetSelector selector = new TargetSelector(target, group, name, Map.of());
        assertThat(selector.selects(ORDERS)).isEqualTo(orders);
        assertThat(selector.selects(BARE)).isEqualTo(bare);
    }

    @Test
    void labels_areComparedEach() {
        assertThat(labels(Map.of("env", "prod")).selects(ORDERS)).isTrue();
        assertThat(labels(Map.of("env", "prod", "az", "b")).selects(ORDERS)).isTrue();
        assertThat(labels(Map.of("env", "prod", "az", "a")).selects(ORDERS)).isFalse();
        assertThat(labels(Map.of("env", "prod")).selects(BARE)).isFalse();
    }

    @Test
    void emptyLabel_isNoLabel() {
        assertThat(labels(Map.of("env", "")).selects(BARE)).isTrue();
        assertThat(labels(Map.of("env", "")).selects(ORDERS)).isFalse();
    }

    private static TargetSelector labels(Map<String, String> labels) {
        return new TargetSelector(null, null, null, labels);
    }
}
