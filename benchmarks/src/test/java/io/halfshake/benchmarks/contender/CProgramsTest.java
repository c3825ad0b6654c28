package io.halfshake.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.benchmarks.machine.CCompiler;
import io.halfshake.benchmarks.workload.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        try (CPrograms programs = new CPrograms(options, Optional.of(new CCompiler("false")))) {
            assertThat(programs.leftOut())
                    .containsExactly("raw SYN in C, 64 in a system call: gcc ended with status 1: no output");
        }
    }

    @Test
    void compilerThatCannotBeRun_leavesNoFiles(@TempDir Path parent) throws Exception {
        Path directory = Files.createDirectory(parent.resolve("c"));
        CCompiler compiler = new CCompiler(parent.resolve("no-such-compiler").toString(), directory);

        assertThatThrownBy(() -> new CPrograms(Options.parse(), Optional.of(compiler)))
                .isInstanceOf(IOException.class);
        assertThat(directory).doesNotExist();
    }

    @Test
    void closeThatFails_doesNotKeepTheOthersOpen() {
        List<String> closed = new ArrayList<>();
        IOException first = new IOException("first");
        IllegalStateException second = new IllegalStateException("second");

        assertThatThrownBy(() -> CPrograms.closeAll(List.of(
                        () -> {
                            throw first;
                        },
                        () -> {
                            throw second;
                        },
                        () -> closed.add("third"))))
                .hasCause(first)
                .hasSuppressedException(second);
        assertThat(closed).containsExactly("third");
    }

    @Test
    void programs_areNotMentionedIfNotIncluded() throws Exception {
        try (CPrograms programs = new CPrograms(Options.parse("--only", "half-open"), Optional.empty())) {
            assertThat(programs.leftOut()).isEmpty();
        }
    }
}
