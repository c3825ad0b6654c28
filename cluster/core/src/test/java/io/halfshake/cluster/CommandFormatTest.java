package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.monitor.TargetState;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandFormatTest {
    private static final Command.Finding FOUND =
            new Command.Finding(3_000_000_000L, 5, Bytes.copyOf(new byte[] {1, 2, 3}));

    static Stream<Command> commands() {
        return Stream.of(
                new Command.Join(1, "a", "", Long.MIN_VALUE, 1, 0),
                new Command.Join(Limits.NANOS, "ä".repeat(32), "zone", Long.MAX_VALUE, 255, Long.MAX_VALUE),
                new Command.Drain(2, "a", 300),
                new Command.Declare(2, "a", 300, Bytes.EMPTY),
                new Command.Declare(2, "a", 300, Bytes.copyOf(new byte[Limits.DIGEST_BYTES])),
                new Command.Leave(3, "a", 1, true),
                new Command.Leave(3, "a", 1, false),
                new Command.Assign(4, 17, List.of(new Command.Move(0, "a"), new Command.Move(1_023, "b"))),
                new Command.Configure(5, 3, 2),
                new Command.AddTargets(
                        6,
                        1,
                        List.of(
                                new Command.NewTarget("db:5432", Bytes.EMPTY),
                                new Command.NewTarget("x", Bytes.copyOf(new byte[Limits.SETTINGS_BYTES])))),
                new Command.RemoveTargets(7, 200, List.of("db:5432", "münchen.example:443")),
                new Command.ReportChanges(
                        8,
                        "a",
                        List.of(
                                new Command.Change("db:5432", TargetState.UNKNOWN, TargetState.UP, 1, 2, FOUND),
                                new Command.Change("x", TargetState.UP, TargetState.DOWN, 128, 1L << 62, FOUND))),
                new Command.AllWell(9, "a", 300, 1),
                new Command.Announced(10, List.of(new Command.Mark(1_023, 99))),
                new Command.ReportOpinions(
                        11,
                        "a",
                        List.of(
                                new Opinion("db:5432", Opinion.Verdict.DOWN, 0, 7, FOUND),
                                new Opinion("x", Opinion.Verdict.UP, 8, 0, FOUND),
                                new Opinion("y", Opinion.Verdict.CANNOT_TELL, 8, 0, FOUND))),
                new Command.Announced(12, List.of()));
    }

    private static Command decoded(byte[] content) throws FormatException {
        return CommandFormat.decode(content, CommandFormat.VERSION);
    }

    private static Refusal refusal(byte[] content) {
        try {
            throw new AssertionError("refused, instead of " + decoded(content));
        } catch (FormatException e) {
            return e.refusal();
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_isReadAsItWasWritten(Command command) throws FormatException {
        assertThat(decoded(CommandFormat.encode(command))).isEqualTo(command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_thatIsCutOffAnywhere_isRefused(Command command) {
        byte[] whole = CommandFormat.encode(command);
        for (int length = 0; length < whole.length; length++) {
            assertThat(refusal(Arrays.copyOf(whole, length)))
                    .as("%s bytes of %s", length, whole.length)
                    .isEqualTo(Refusal.MALFORMED);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_withBytesLeftOver_isRefused(Command command) {
        byte[] whole = CommandFormat.encode(command);

        assertThat(refusal(Arrays.copyOf(whole, whole.length + 1))).isEqualTo(Refusal.MALFORMED);
    }

    /** The bytes of version 1, which other members have in their logs. */
    @Test
    void bytes_areThoseOfVersionOne() {
        assertThat(CommandFormat.encode(new Command.Leave(300, "a", 3, true)))
                .isEqualTo(bytes("01 03 ac02 01 61 03 01"));
        assertThat(CommandFormat.encode(new Command.ReportChanges(
                        0,
                        "a",
                        List.of(new Command.Change(
                                "x:1",
                                TargetState.UP,
                                TargetState.DOWN,
                                5,
                                6,
                                new Command.Finding(9, 8, Bytes.copyOf(new byte[] {0x7f})))))))
                .isEqualTo(bytes("01 08 00 01 61 01 03 78 3a 31 01 02 05 06 09 08 01 7f"));
    }

    @Test
    void otherVersionOrType_isRefused() {
        assertThat(refusal(bytes("02 03 00 01 61 03 01"))).isEqualTo(Refusal.UNKNOWN_VERSION);
        assertThat(refusal(bytes("00 03 00 01 61 03 01"))).isEqualTo(Refusal.UNKNOWN_VERSION);
        assertThat(refusal(bytes("01 00 00"))).isEqualTo(Refusal.UNKNOWN_TYPE);
        assertThat(refusal(bytes("01 0d 00"))).isEqualTo(Refusal.UNKNOWN_TYPE);
        assertThat(refusal(bytes("01 ff 00"))).isEqualTo(Refusal.UNKNOWN_TYPE);
    }

    @Test
    void version_thatNotAllMembersKnow_isRefused() {
        byte[] command = CommandFormat.encode(new Command.Configure(0, 1, 1));

        assertThatThrownBy(() -> CommandFormat.decode(command, 0))
                .isInstanceOf(FormatException.class)
                .hasMessage("version: 1 (expected 1 to 0)");
    }

    @Test
    void valuesOutOfRange_areRefused() {
        assertThat(refusal(bytes("01 03 00 00 03 01"))).as("name: empty").isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(bytes("01 03 00 01 ff 03 01"))).as("name: no UTF-8").isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(bytes("01 03 00 01 61 03 02")))
                .as("true or false: 2")
                .isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(bytes("01 03 00 41 61 03 02"))).as("name: 65 bytes").isEqualTo(Refusal.OVERSIZED);
        assertThat(refusal(bytes("01 03 ffffffffffffffffff01 01 61 03 01")))
                .as("time: 2^64 - 1")
                .isEqualTo(Refusal.OVERSIZED);
        assertThat(refusal(bytes("01 03 ffffffffffffffffff02 01 61 03 01")))
                .as("time: 66 bits")
                .isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(bytes("01 04 00 00 01 8008 01 61")))
                .as("partition: 1024")
                .isEqualTo(Refusal.OVERSIZED);
        assertThat(refusal(bytes("01 0a 00 8120"))).as("items: 4097").isEqualTo(Refusal.OVERSIZED);
        assertThat(refusal(bytes("01 08 00 01 61 01 03 78 3a 31 03 02 05 06 09 08 00")))
                .as("state: 3")
                .isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(bytes("01 08 00 01 61 01 03 78 3a 31 01 02 05 06 08 09 00")))
                .as("ages: latest before earliest")
                .isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(bytes("01 0b 00 01 61 01 03 78 3a 31 03 00 00 00 00 00")))
                .as("verdict: 3")
                .isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(bytes("01 01 00 01 61 00 00 00 00"))).as("format: 0").isEqualTo(Refusal.MALFORMED);
        assertThat(refusal(new byte[ClusterLog.MAX_COMMAND_BYTES + 1])).isEqualTo(Refusal.OVERSIZED);
    }

    @Test
    void randomBytes_areReadOrRefusedAndNothingElse() {
        Random random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            byte[] content = new byte[random.nextInt(40)];
            random.nextBytes(content);
            if (content.length > 1 && i % 2 == 0) {
                content[0] = 1;
                content[1] = (byte) (1 + random.nextInt(11));
            }
            try {
                assertThat(decoded(content)).isNotNull();
            } catch (FormatException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        }
    }

    @Test
    void whatIsTooLarge_isNotWritten() {
        assertThatThrownBy(() -> CommandFormat.encode(new Command.Drain(0, "", 1)))
                .hasMessage("name:  (expected 1 to 64 bytes)");
        assertThatThrownBy(() -> CommandFormat.encode(new Command.Drain(0, "x".repeat(65), 1)))
                .hasMessageStartingWith("name: xxx")
                .hasMessageEndingWith("(expected 1 to 64 bytes)");
        assertThatThrownBy(() -> CommandFormat.encode(new Command.Drain(-1, "a", 1)))
                .hasMessageStartingWith("time: -1 (expected 0 to ");
        assertThatThrownBy(() -> CommandFormat.encode(
                        new Command.RemoveTargets(0, 0, Collections.nCopies(Limits.ITEMS + 1, "x:1"))))
                .hasMessage("items: 4097 (expected at most 4096)");
        assertThatThrownBy(() -> CommandFormat.encode(
                        new Command.RemoveTargets(0, 0, Collections.nCopies(Limits.ITEMS, "x".repeat(1_000)))))
                .hasMessage("command: 4104198 (expected at most 1048576 bytes)");
        assertThatThrownBy(() -> CommandFormat.encode(
                        new Command.AddTargets(0, 0, List.of(new Command.NewTarget("x", Bytes.copyOf(new byte[257]))))))
                .hasMessage("settings: 257 (expected at most 256 bytes)");
        assertThatThrownBy(() -> CommandFormat.encode(new Command.ReportChanges(
                        0,
                        "a",
                        List.of(new Command.Change(
                                "x", TargetState.UP, TargetState.DOWN, 0, 0, new Command.Finding(1, 2, Bytes.EMPTY))))))
                .hasMessage("latestAge: 2 (expected <= earliestAge 1)");
    }
}
