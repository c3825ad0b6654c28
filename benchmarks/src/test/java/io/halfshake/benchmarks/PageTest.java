package io.halfshake.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void onlyWhatIsBetweenTheMarkersIsReplaced() {
        String page = "before\n" + Page.BEGIN + "old\n" + Page.END + "after\n";

        assertThat(Page.with(page, "new\n")).isEqualTo("before\n" + Page.BEGIN + "new\n" + Page.END + "after\n");
    }

    @Test
    void aPageWithoutMarkersIsRefused() {
        assertThatThrownBy(() -> Page.with("before\n" + Page.BEGIN, "new\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected <!-- begin");
    }
}
