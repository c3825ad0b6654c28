package io.halfshake.benchmarks.watcher;

/**
 * The options of a run.
 *
 * @param minutes the length of the measurement
 * @param targets hosts of the lab
 * @param pages browsers with the page open
 */
record Options(int minutes, int targets, int pages) {
    private static final int MAX_MINUTES = 24 * 60;
    private static final int MAX_PAGES = 20;

    /** Hosts of the lab, but for those that a reload adds and removes. */
    private static final int MAX_TARGETS = 60_000;

    static final String USAGE = "benchmarks/watch [--minutes 10] [--targets 10000] [--pages 5]";

    /**
     * Reads a command line, from an index on.
     *
     * @throws IllegalArgumentException if an argument is invalid
     */
    static Options parse(String[] arguments, int from) {
        Options options = new Options(10, 10_000, 5);
        for (int i = from; i < arguments.length; i += 2) {
            String name = arguments[i];
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(name + " (expected an option and its value)\n" + USAGE);
            }
            String value = arguments[i + 1];
            options = switch (name) {
                case "--minutes" ->
                    new Options(number(name, value, 1, MAX_MINUTES), options.targets(), options.pages());
                case "--targets" ->
                    new Options(options.minutes(), number(name, value, 1, MAX_TARGETS), options.pages());
                case "--pages" -> new Options(options.minutes(), options.targets(), number(name, value, 0, MAX_PAGES));
                default -> throw new IllegalArgumentException(name + " (expected one of the options)\n" + USAGE);
            };
        }
        return options;
    }

    private static int number(String name, String value, int least, int most) {
        String expected = name + ": " + value + " (expected " + least + " to " + most + ")";
        try {
            int number = Integer.parseInt(value);
            if (number < least || number > most) {
                throw new IllegalArgumentException(expected);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }
}
