package io.halfshake.benchmarks.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The options of a run.
 *
 * @param inFlight numbers of checks in flight, measured one after the other
 * @param distances of the lab's hosts, in milliseconds
 * @param hosts of the lab
 * @param rounds the number of rounds, with a turn of each contender in each
 * @param seconds the approximate length of a turn
 * @param checks in a turn; 0 for as many as the contender makes in that time
 * @param only prefixes of contenders' names; empty for all that are compared by default
 * @param quick whether this is a short run
 * @param write whether the page in benchmarks/results is rewritten
 */
public record Options(
        List<Integer> inFlight,
        List<Integer> distances,
        int hosts,
        int rounds,
        double seconds,
        int checks,
        List<String> only,
        boolean quick,
        boolean write) {
    private static final Options DEFAULT = new Options(
            List.of(1, 10, 100, 1_000, 10_000), List.of(0, 5, 20), 10_000, 5, 0.5, 0, List.of(), false, false);

    static final String USAGE = """
            benchmarks/run [--quick] [--in-flight 1,10,100,1000,10000] [--distances 0,5,20] [--hosts 10000]
                [--rounds 5] [--seconds 0.5] [--only NAME,...] [-w|--write]
            """;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if an argument is invalid
     */
    public static Options parse(String... arguments) {
        Options options = DEFAULT;
        for (String argument : arguments) {
            if (argument.equals("--quick")) {
                options = options.withQuick();
            }
        }
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> {}
                case "-w", "--write" -> options = options.withWrite();
                default -> {
                    if (i + 1 == arguments.length) {
                        throw new IllegalArgumentException(
                                arguments[i] + " (expected an option and its value)\n" + USAGE);
                    }
                    options = options.with(arguments[i], arguments[++i]);
                }
            }
        }
        return options;
    }

    private Options withQuick() {
        return new Options(List.of(100, 10_000), List.of(0), hosts, 2, 0.2, checks, only, true, write);
    }

    private Options withWrite() {
        return new Options(inFlight, distances, hosts, rounds, seconds, checks, only, quick, true);
    }

    private Options with(String name, String value) {
        return switch (name) {
            case "--in-flight" ->
                new Options(numbers(name, value, 1), distances, hosts, rounds, seconds, checks, only, quick, write);
            case "--distances" ->
                new Options(inFlight, numbers(name, value, 0), hosts, rounds, seconds, checks, only, quick, write);
            case "--hosts" ->
                new Options(inFlight, distances, number(name, value, 1), rounds, seconds, checks, only, quick, write);
            case "--rounds" ->
                new Options(inFlight, distances, hosts, number(name, value, 1), seconds, checks, only, quick, write);
            case "--seconds" ->
                new Options(inFlight, distances, hosts, rounds, positive(name, value), checks, only, quick, write);
            case "--only" ->
                new Options(
                        inFlight,
                        distances,
                        hosts,
                        rounds,
                        seconds,
                        checks,
                        List.of(value.split(",", -1)),
                        quick,
                        write);
            default -> throw new IllegalArgumentException(name + " (expected an option)\n" + USAGE);
        };
    }

    private static List<Integer> numbers(String name, String value, int min) {
        List<Integer> numbers = new ArrayList<>();
        Stream.of(value.split(",", -1)).forEach(part -> numbers.add(number(name, part, min)));
        return numbers;
    }

    private static int number(String name, String value, int min) {
        try {
            int number = Integer.parseInt(value);
            if (number >= min) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new IllegalArgumentException(name + ": " + value + " (expected a whole number from " + min + " up)");
    }

    private static double positive(String name, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        throw new IllegalArgumentException(name + ": " + value + " (expected a number > 0)");
    }

    /** Whether a contender is among those that {@code only} names. */
    public boolean includes(String name) {
        return only.isEmpty() || only.stream().anyMatch(name::startsWith);
    }
}
