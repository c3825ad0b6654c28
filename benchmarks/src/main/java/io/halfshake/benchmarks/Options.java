package io.halfshake.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be measured.
 *
 * @param inFlight how many checks at once, one after the other
 * @param distances of the lab's hosts, in milliseconds
 * @param hosts of the lab
 * @param rounds in which the contenders take turns
 * @param seconds about so long is a turn
 * @param checks in a turn; 0 for as many as the contender makes in that time
 * @param only what a contender's name must begin with, one of these; empty for all that are compared by default
 * @param quick whether this is for a look only
 * @param write whether the page in docs is written anew
 */
record Options(
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
     * @throws IllegalArgumentException if it says something else
     */
    static Options parse(String... arguments) {
        Options options = DEFAULT;
        for (String argument : arguments) {
            if (argument.equals("--quick")) {
                options = options.quicker();
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

    private Options quicker() {
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

    private static List<Integer> numbers(String name, String value, int least) {
        List<Integer> numbers = new ArrayList<>();
        Stream.of(value.split(",", -1)).forEach(part -> numbers.add(number(name, part, least)));
        return numbers;
    }

    private static int number(String name, String value, int least) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(name + ": " + value + " (expected a whole number from " + least + " up)");
    }

    private static double positive(String name, String value) {
        try {
            double number = Double.parseDouble(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(name + ": " + value + " (expected a number > 0)");
    }

    boolean takes(JavaContender contender) {
        return only.isEmpty() ? !contender.isOnlyIfNamed() : takes(contender.text());
    }

    boolean takes(String name) {
        return only.isEmpty() || only.stream().anyMatch(name::startsWith);
    }
}
