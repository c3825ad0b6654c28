package io.halfshake.benchmarks.report;

import io.halfshake.benchmarks.contender.CContender;
import io.halfshake.benchmarks.contender.JavaContender;
import io.halfshake.benchmarks.contender.Lateness;
import io.halfshake.benchmarks.contender.WireKind;
import io.halfshake.benchmarks.machine.Machine;
import io.halfshake.benchmarks.workload.Options;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All results as Markdown: for each workload the cost of a check by checks in flight, then every figure. */
public final class MarkdownTable {
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private MarkdownTable(Results results) {
        this.results = results;
    }

    public static String of(Results results) {
        MarkdownTable table = new MarkdownTable(results);
        table.head();
        Map<String, List<Row>> works = results.rows().stream()
                .collect(Collectors.groupingBy(Row::workload, LinkedHashMap::new, Collectors.toList()));
        works.forEach(table::work);
        table.roundTrips();
        return table.text.toString();
    }

    private void head() {
        Machine machine = results.machine();
        Options options = results.options();
        if (options.quick()) {
            line("**A short run (`--quick`), to be replaced by a full one.**");
            line("");
        }
        line(
                "%s · %s, %d processors, %,d MiB · %s, Linux %s · JDK %s",
                machine.date(),
                machine.processor(),
                machine.processors(),
                machine.memoryMebibytes(),
                machine.system(),
                machine.kernel(),
                machine.jdk());
        line("");
        line(
                "%d interleaved rounds, turns of about %s s. Figures are medians over the rounds.",
                options.rounds(), options.seconds());
        if (!machine.programs().isEmpty()) {
            line("Debian's packages: %s.", String.join(", ", machine.programs()));
        }
        for (String reason : results.leftOut()) {
            line("Left out: %s.", reason);
        }
        line("");
    }

    private void work(String name, List<Row> rows) {
        line("### %s", name);
        line("");
        line(
                "CPU microseconds per check, by checks in flight; in brackets the ratio to the bare loop with fresh sockets, "
                        + "and, where it was measured, to the naive loop in C.");
        line("");
        summary(rows);
        line("");
        line("<details><summary>All figures</summary>");
        line("");
        details(rows);
        line("");
        line("</details>");
        line("");
    }

    private void summary(List<Row> rows) {
        TreeSet<Integer> columns = rows.stream()
                .map(Row::inFlight)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        line(
                "| contender | handshake | %s | own choice |",
                columns.stream().map(MarkdownTable::count).collect(Collectors.joining(" | ")));
        line("|---|---|%s---|", "---|".repeat(columns.size()));
        Map<String, List<Row>> contenders =
                rows.stream().collect(Collectors.groupingBy(Row::contender, LinkedHashMap::new, Collectors.toList()));
        contenders.forEach((contender, all) -> {
            List<String> cells = new ArrayList<>();
            for (Integer column : columns) {
                cells.add(cell(all, rows, column));
            }
            line("| %s | %s | %s | %s |", contender, handshake(all), String.join(" | ", cells), cell(all, rows, null));
        });
    }

    private static String cell(List<Row> ofContender, List<Row> rows, @Nullable Integer inFlight) {
        return ofContender.stream()
                .filter(row -> Objects.equals(row.inFlight(), inFlight))
                .map(row -> format("%.1f", row.cpuMicrosPerCheck().median())
                        + ratios(row, rows)
                        + (row.others().isEmpty() ? "" : " \\*"))
                .findFirst()
                .orElse("");
    }

    private static String ratios(Row row, List<Row> rows) {
        double toBareLoop = ratio(row, rows, JavaContender.BARE_FRESH.text());
        double toC = ratio(row, rows, CContender.NAIVE.text());
        String all = Stream.of(
                        Double.isNaN(toBareLoop) ? "" : format("%.2f", toBareLoop),
                        Double.isNaN(toC) ? "" : format("C %.2f", toC))
                .filter(ratio -> !ratio.isEmpty())
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : " (" + all + ")";
    }

    /**
     * Programs are compared with the loops at 1,000 in flight, which is what HAProxy has, or at the highest number
     * there is.
     */
    private static double ratio(Row row, List<Row> rows, String contender) {
        List<Row> base = rows.stream()
                .filter(other -> other.contender().equals(contender))
                .toList();
        Integer wanted = row.inFlight() == null ? Integer.valueOf(1_000) : row.inFlight();
        return base.stream()
                .filter(other -> wanted.equals(other.inFlight()))
                .findFirst()
                .or(() -> row.inFlight() == null ? base.stream().reduce((one, next) -> next) : Optional.empty())
                .map(other -> row.cpuMicrosPerCheck().median()
                        / other.cpuMicrosPerCheck().median())
                .orElse(Double.NaN);
    }

    private static String handshake(List<Row> ofContender) {
        Row first = ofContender.get(0);
        long completed =
                ofContender.stream().mapToLong(Row::completedHandshakes).sum();
        if (first.observed() == null) {
            return first.wire() + ", not observed";
        }
        boolean all = ofContender.stream().allMatch(row -> row.observed() == first.observed());
        String seen = all ? String.valueOf(first.observed()) : "both";
        return first.observed() == WireKind.HALF && completed > 0
                ? seen + ", " + count(completed) + " completed"
                : seen;
    }

    private void details(List<Row> rows) {
        line(
                "| contender | in flight | checks/s | CPU us per check | min to max | bytes allocated per check | peak MiB "
                        + "| late by ms, p50 / p99 / max | handshakes completed | checks | unexpected |");
        line("|---|---|---|---|---|---|---|---|---|---|---|");
        for (Row row : rows) {
            Integer inFlight = row.inFlight();
            Spread allocated = row.allocatedBytesPerCheck();
            line(
                    "| %s | %s | %,.0f | %.1f | %.1f to %.1f | %s | %.0f | %s | %s | %s | %s |",
                    row.contender(),
                    inFlight == null ? "own choice" : count(inFlight),
                    row.checksPerSecond().median(),
                    row.cpuMicrosPerCheck().median(),
                    row.cpuMicrosPerCheck().least(),
                    row.cpuMicrosPerCheck().most(),
                    allocated == null ? "–" : format("%,.0f", allocated.median()),
                    row.peakMebibytes().median(),
                    lateness(row.lateness()),
                    count(row.completedHandshakes()),
                    count(row.checks()),
                    others(row));
        }
    }

    private static String lateness(@Nullable Lateness late) {
        return late == null ? "–" : format("%.1f / %.1f / %.1f", late.p50() / 1e3, late.p99() / 1e3, late.max() / 1e3);
    }

    private static String others(Row row) {
        return row.others().entrySet().stream()
                .map(other -> count(other.getValue()) + " " + other.getKey().replace("|", "\\|"))
                .collect(Collectors.joining(", "));
    }

    private void roundTrips() {
        if (results.roundTrips().isEmpty()) {
            return;
        }
        line("### Round trips against a packet capture");
        line("");
        line("Each host of the lab checked once at full speed, distance 0; absolute difference in microseconds.");
        line("");
        line("| contender | in flight | p50 | p99, median round | p99, min to max | max | checks |");
        line("|---|---|---|---|---|---|---|");
        for (RoundTripRow row : results.roundTrips()) {
            line(
                    "| %s | %s | %.0f | %.0f | %.0f to %.0f | %.0f | %s |",
                    row.contender(),
                    count(row.inFlight()),
                    row.p50().median(),
                    row.p99().median(),
                    row.p99().least(),
                    row.p99().most(),
                    row.max(),
                    count(row.checks()));
        }
        line("");
    }

    private static String count(long number) {
        return format("%,d", number);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private void line(String pattern, Object... values) {
        text.append(values.length == 0 ? pattern : format(pattern, values)).append('\n');
    }
}
