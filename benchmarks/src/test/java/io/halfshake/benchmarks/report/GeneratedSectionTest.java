package io.halfshake.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GeneratedSectionTest {
    @Test
    void generatedSection_replacesOnlyBetweenTheMarkers() {
        String page = "before\n" + GeneratedSection.BEGIN + "old\n" + GeneratedSection.END + "after\n";

        assertThat(GeneratedSection.with(page, "new\n"))
                .isEqualTo("before\n" + GeneratedSection.BEGIN + "new\n" + GeneratedSection.END + "after\n");
    }

    @Test
    void pageWithoutMarkers_isRefused() {
        assertThatThrownBy(() -> GeneratedSection.with("before\n" + GeneratedSection.BEGIN, "new\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected <!-- begin");
    }
}
