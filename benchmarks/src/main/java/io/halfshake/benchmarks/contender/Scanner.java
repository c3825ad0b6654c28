package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.machine.Programs;
import io.halfshake.benchmarks.machine.Subprocess;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that probes each host of the lab once. The measured time includes its start and its end. */
public final class Scanner implements Contender {
    /** The programs, each with the options for one probe a host. */
    public enum Program {
        NMAP("nmap", "nmap -sS", WireKind.HALF, false),
        /** From a second namespace, since they make Ethernet frames, which the lab's device does not accept. */
        ZMAP("zmap", "zmap, behind a virtual router", WireKind.HALF, true),
        MASSCAN("masscan", "masscan, behind a virtual router", WireKind.HALF, true),
        FPING("fping", "fping", WireKind.ECHO, false);

        private final String program;
        private final String text;
        private final WireKind wire;
        private final boolean ethernet;

        Program(String program, String text, WireKind wire, boolean ethernet) {
            this.program = program;
            this.text = text;
            this.wire = wire;
            this.ethernet = ethernet;
        }

        public String program() {
            return program;
        }

        public String text() {
            return text;
        }

        /** zmap and masscan do not distinguish a silent host from one that they did not probe. */
        public boolean canTell(Expected expected) {
            return expected == Expected.UP || !ethernet;
        }
    }

    /**
     * At a higher rate zmap and masscan lose answers, and fping overflows its socket's buffer. nmap treats silence as
     * congestion, and would take minutes.
     */
    private static final String PACKETS_A_SECOND = "20000";

    private static final String FPING_INTERVAL_MILLIS = "0.05";

    private static final Pattern ADDRESS = Pattern.compile("^\\d+\\.\\d+\\.\\d+\\.\\d+$", Pattern.MULTILINE);

    /** The exit status of fping if a host did not answer. */
    private static final int HOSTS_DOWN = 1;

    private final Program program;

    public Scanner(Program program) {
        this.program = program;
    }

    @Override
    public String name() {
        return program.text;
    }

    @Override
    public WireKind wire() {
        return program.wire;
    }

    @Override
    public Measurement run(Job job) throws IOException, InterruptedException {
        Path hosts = Files.createTempFile("halfshake-scan", ".hosts");
        Path results = Files.createTempFile("halfshake-scan", ".results");
        try {
            Files.write(hosts, job.targets().hostTexts());
            Subprocess.Run run = run(command(job, hosts, results));
            int checks = job.targets().hosts();
            long good = count(job, run.output() + "\n" + Files.readString(results));
            return new Measurement(
                    checks,
                    good,
                    good == checks ? Map.of() : Map.of("not found", checks - good),
                    run.seconds(),
                    run.cpuMicros(),
                    null,
                    run.peakKibibytes(),
                    null,
                    null);
        } finally {
            Files.delete(hosts);
            Files.delete(results);
        }
    }

    private Subprocess.Run run(List<String> command) throws IOException, InterruptedException {
        if (program != Program.MASSCAN) {
            return Subprocess.run(command, HOSTS_DOWN);
        }
        KeepAlive keepAlive = KeepAlive.to(VirtualRouter.INSIDE_ADDRESS);
        try {
            return Subprocess.run(command, HOSTS_DOWN);
        } finally {
            keepAlive.close();
        }
    }

    private List<String> command(Job job, Path hosts, Path results) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        VirtualRouter router = program.ethernet ? VirtualRouter.get() : null;
        if (router != null) {
            command.addAll(router.inside());
        }
        command.add(Programs.path(program.program));
        String port = Integer.toString(job.targets().port());
        String timeout = Long.toString(job.timeoutMillis());
        switch (program) {
            case NMAP ->
                command.addAll(List.of(
                        "-sS",
                        "-n",
                        "-Pn",
                        "--send-ip",
                        "-T5",
                        "--min-rate",
                        PACKETS_A_SECOND,
                        "--max-retries",
                        "0",
                        "--min-rtt-timeout",
                        "500ms",
                        "--initial-rtt-timeout",
                        "500ms",
                        "--max-rtt-timeout",
                        "500ms",
                        "-p",
                        port,
                        "-oG",
                        results.toString(),
                        "-iL",
                        hosts.toString()));
            case ZMAP ->
                command.addAll(List.of(
                        "-i",
                        VirtualRouter.INSIDE_DEVICE,
                        "-G",
                        VirtualRouter.get().macAddress(),
                        "-S",
                        VirtualRouter.INSIDE_ADDRESS,
                        "-p",
                        port,
                        "-r",
                        PACKETS_A_SECOND,
                        "-T",
                        "1",
                        "-c",
                        "1",
                        "-b",
                        "/dev/null",
                        "--disable-syslog",
                        "-q",
                        "-o",
                        results.toString(),
                        "-w",
                        hosts.toString()));
            case MASSCAN ->
                command.addAll(List.of(
                        "-e",
                        VirtualRouter.INSIDE_DEVICE,
                        "--router-mac",
                        VirtualRouter.get().macAddress(),
                        "--adapter-ip",
                        VirtualRouter.INSIDE_ADDRESS,
                        "-p" + port,
                        "--rate",
                        PACKETS_A_SECOND,
                        "--wait",
                        "1",
                        "-oL",
                        results.toString(),
                        "-iL",
                        hosts.toString()));
            case FPING ->
                command.addAll(List.of(
                        "-q", "-s", "-r", "0", "-t", timeout, "-i", FPING_INTERVAL_MILLIS, "-f", hosts.toString()));
        }
        return command;
    }

    private long count(Job job, String output) {
        boolean up = job.expected() == Expected.UP;
        return switch (program) {
            case NMAP -> number(Pattern.compile(up ? "/open/" : "/filtered/"), output);
            case ZMAP -> number(ADDRESS, output);
            case MASSCAN -> number(Pattern.compile("^open tcp", Pattern.MULTILINE), output);
            case FPING -> {
                Matcher matcher = Pattern.compile("(\\d+) " + (up ? "alive" : "unreachable"))
                        .matcher(output);
                if (!matcher.find()) {
                    throw new IllegalStateException("fping: " + output + " (expected a summary)");
                }
                yield Long.parseLong(matcher.group(1));
            }
        };
    }

    private static long number(Pattern pattern, String text) {
        return pattern.matcher(text).results().count();
    }

    @Override
    public void close() {}
}
