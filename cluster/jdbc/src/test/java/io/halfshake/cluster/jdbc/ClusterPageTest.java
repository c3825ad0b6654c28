package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of docs/cluster.md is one for this version. */
class ClusterPageTest {
    private static final Path PROGRAM = Path.of("../../docs/examples/cluster/Member.java");

    @Test
    void program_compiles(@TempDir Path output) {
        ToolProvider compiler = ToolProvider.findFirst("javac").orElseThrow();
        String classPath = Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .collect(Collectors.joining(File.pathSeparator));
        StringWriter messages = new StringWriter();
        PrintWriter writer = new PrintWriter(messages);
        int status = compiler.run(
                writer, writer, "-proc:none", "-cp", classPath, "-d", output.toString(), PROGRAM.toString());
        assertThat(status).as(messages.toString()).isZero();
    }
}
