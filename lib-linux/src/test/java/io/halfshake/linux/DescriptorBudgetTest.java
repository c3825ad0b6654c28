package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DescriptorBudgetTest {
    @ParameterizedTest
    @CsvSource({"2000, 65536, 100", "2000, 2356, 100", "2, 4, 2", "2, 2, 2", "2, 2, 10"})
    void budgetWithinTheLimit_isAllThatIsWanted(int wanted, long limit, int inUse) {
        assertThat(DescriptorBudget.of(wanted, limit, inUse)).isEqualTo(new DescriptorBudget(wanted, null));
    }

    @ParameterizedTest
    @CsvSource({"2000, 2355, 100, 1999", "2000, 1024, 30, 738", "2000, 64, 20, 22", "2000, 64, 63, 2", "3, 64, 80, 2"})
    void budgetBelowWhatIsWanted_namesTheLimit(int wanted, long limit, int inUse, int sockets) {
        assertThat(DescriptorBudget.of(wanted, limit, inUse))
                .isEqualTo(new DescriptorBudget(
                        sockets, "RLIMIT_NOFILE is " + limit + ", and " + inUse + " descriptors are in use"));
    }

    @Test
    void budgetWithoutALimit_isAllThatIsWanted() {
        assertThat(DescriptorBudget.of(2_000_000, Long.MAX_VALUE, 50).sockets()).isEqualTo(2_000_000);
    }
}
