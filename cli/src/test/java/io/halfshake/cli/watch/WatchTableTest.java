package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.cli.Results;
import io.halfshake.cli.terminal.Symbols;
import io.halfshake.cli.terminal.TerminalSize;
import io.halfshake.monitor.TargetState;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTableTest {
    private static final WatchTable.Row UP =
            row("10.0.0.5:5432", TargetState.UP, Results.up("10.0.0.5:5432", 214_300), 0);
    private static final WatchTable.Row DOWN =
            row("[2001:db8::1]:443", TargetState.DOWN, Results.down("[2001:db8::1]:443", DownReason.TIMED_OUT), 0.125);
    private static final WatchTable.Row UNKNOWN =
            row("db:1", TargetState.UNKNOWN, Results.unknown("db:1", UnknownReason.UNRESOLVED, null), Double.NaN);

    private static WatchTable.Row row(String target, TargetState state, @Nullable CheckResult last, double lost) {
        return new WatchTable.Row(
                target, state, Duration.ofSeconds(723), last, false, List.of(40, RecentResults.DOWN, 40), lost);
    }

    private static WatchTable table(int rows, int columns) {
        return new WatchTable(new TerminalSize(rows, columns), false, Symbols.UNICODE, null);
    }

    private static List<String> texts(List<WatchTable.Line> lines) {
        return lines.stream().map(WatchTable.Line::text).toList();
    }

    @Test
    void columns_areAligned() {
        assertThat(texts(table(24, 90).lines(List.of(UP, DOWN, UNKNOWN), 0, 0, 0)))
                .containsExactly(
                        "TARGET             STATE    FOR          ROUND TRIP  LATEST                  LOST",
                        "10.0.0.5:5432      up       12m 3s         0.214 ms  ▄×▄                     0.0%",
                        "[2001:db8::1]:443  down     12m 3s        timed out  ▄×▄                    12.5%",
                        "db:1               unknown  12m 3s       unresolved  ▄×▄");
    }

    @Test
    void uncheckedTarget_hasEmptyColumns() {
        assertThat(texts(table(24, 90).lines(List.of(row("db:1", TargetState.UNKNOWN, null, Double.NaN)), 0, 0, 0)))
                .last()
                .asString()
                .isEqualTo("db:1      unknown  12m 3s                   ▄×▄");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 30, 48, 49, 60, 64, 79, 80, 81, 200})
    void tableLine_neverReachesTheLastColumn(int columns) {
        List<WatchTable.Row> rows = List.of(UP, DOWN, row("a".repeat(253) + ":1", TargetState.UP, null, 1));
        assertThat(table(24, columns).lines(rows, 9_979, 0, 11))
                .hasSize(5)
                .allSatisfy(line -> assertThat(line.text().length())
                        .isEqualTo(line.width())
                        .isLessThanOrEqualTo(Math.max(1, columns - 1)));
    }

    @Test
    void longTarget_keepsBothEnds() {
        WatchTable.Row row = row("database-primary-0017.example.com:5432", TargetState.UP, null, 0);
        assertThat(texts(table(24, 80).lines(List.of(row), 0, 0, 0)))
                .last()
                .asString()
                .startsWith("database…7.example.com:5432  up ");
    }

    @Test
    void colouredStates_keepTheColumns() {
        WatchTable colours = new WatchTable(new TerminalSize(24, 90), true, Symbols.UNICODE, null);
        List<WatchTable.Line> lines = colours.lines(List.of(UP, DOWN, UNKNOWN), 0, 0, 0);
        assertThat(texts(lines).get(1)).contains("  \u001b[32mup\u001b[0m       12m 3s");
        assertThat(texts(lines).get(2)).contains("  \u001b[31mdown\u001b[0m     12m 3s");
        assertThat(texts(lines).get(3)).contains("  \u001b[33munknown\u001b[0m  12m 3s");
        assertThat(lines).extracting(WatchTable.Line::width).containsExactly(81, 81, 81, 56);
    }

    @ParameterizedTest
    @CsvSource({
        "24, 1, 1",
        "24, 22, 22",
        "24, 23, 21",
        "24, 10000, 21",
        "4, 2, 2",
        "4, 3, 1",
        "3, 5, 1",
        "1, 5, 1",
    })
    void rows_areShownAsFarAsTheyFit(int rows, int targets, int shown) {
        assertThat(table(rows, 80).rows(targets)).isEqualTo(shown);
    }

    @Test
    void rowsThatDoNotFit_areCounted() {
        assertThat(texts(table(24, 80).lines(List.of(UP), 9_979, 1, 20)))
                .last()
                .isEqualTo("… and 10,000 more: 1 down, 20 unknown, 9,979 up");
    }

    @Test
    void heldResult_isUnobserved() {
        CheckResult silent = Results.down("db:1", DownReason.TIMED_OUT);
        WatchTable.Row row = new WatchTable.Row(
                "db:1", TargetState.UP, Duration.ofSeconds(9), silent, true, List.of(40, RecentResults.UNKNOWN), 0);
        assertThat(texts(table(24, 90).lines(List.of(row), 0, 0, 0)))
                .last()
                .isEqualTo("db:1      up       9s           unobserved  ▄?                      0.0%");
    }

    @Test
    void notice_isALineAboveTheTableThatTakesARow() {
        WatchTable table = new WatchTable(new TerminalSize(5, 24), true, Symbols.UNICODE, "in doubt: ".repeat(3));
        assertThat(table.rows(2)).isEqualTo(2);
        assertThat(table.rows(3)).isEqualTo(1);
        List<WatchTable.Line> lines = table.lines(List.of(UP), 0, 0, 0);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo(new WatchTable.Line("\u001b[33min doubt: in doubt: in\u001b[0m", 22));
    }

    @Test
    void controlCharacters_areEscaped() {
        assertThat(texts(table(24, 90).lines(List.of(row("\u202edb:1", TargetState.UP, null, 0)), 0, 0, 0)))
                .last()
                .asString()
                .startsWith("\\u202edb:1  up ");
    }
}
