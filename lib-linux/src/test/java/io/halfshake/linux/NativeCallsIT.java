package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    /** One that is not closed for want of memory would stay open. */
    @ParameterizedTest
    @MethodSource("io.halfshake.linux.NativeCallsTest#present")
    void descriptor_isClosedInAFullHeap(NativeInterface nativeInterface) throws Exception {
        List<String> output = new ForkedJvm(ClosedInAFullHeap.class)
                // With G1 the first allocation after a full heap may fail, too.
                .options("-Xmx24m", "-XX:+UseSerialGC")
                .run(nativeInterface.name())
                .output();

        assertThat(output).containsExactly("failed 0");
    }
}
