package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NativeCallsIT {
    /** Only compiled code gives up an argument before its method has returned. */
    @Test
    void memoryOfAnArgument_isNotFreedDuringTheCall() throws Exception {
        List<String> output = new ForkedJvm(CollectingLibC.class)
                .options(
                        "-XX:+UseSerialGC",
                        "-Xcomp",
                        "-XX:CompileCommand=quiet",
                        "-XX:CompileCommand=compileonly,io.halfshake.linux.NativeCalls::*")
                .run()
                .output();

        assertThat(output).hasSize(12).allMatch(line -> line.endsWith(": kept"));
    }
}
