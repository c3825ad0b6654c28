package io.halfshake.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.benchmarks.workload.Options;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CProgramsTest {
    @Test
    void programs_areLeftOutWithoutACompiler() throws Exception {
        try (CPrograms programs = new CPrograms(Options.parse(), Optional.empty())) {
            assertThat(programs.leftOut())
                    .containsExactly(
                            "naive loop in C, a fresh socket each: gcc is not installed",
                            "bare loop in C, reused sockets: gcc is not installed",
                            "raw SYN in C, 64 in a system call: gcc is not installed");
        }
    }

    @Test
    void programs_areLeftOutIfTheCompilerFails() throws Exception {
        Options options = Options.parse("--only", "raw SYN in C");
        try (CPrograms programs = new CPrograms(options, Optional.of("false"))) {
            assertThat(programs.leftOut())
                    .containsExactly("raw SYN in C, 64 in a system call: gcc ended with status 1: no output");
        }
    }

    @Test
    void programs_areNotMentionedIfNotIncluded() throws Exception {
        try (CPrograms programs = new CPrograms(Options.parse("--only", "half-open"), Optional.empty())) {
            assertThat(programs.leftOut()).isEmpty();
        }
    }
}
