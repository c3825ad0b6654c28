package io.halfshake.cli.watch;

import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of a watch in words, for readers who do not know the command line. */
final class WatchSettings {
    private WatchSettings() {}

    /** Name and value, in the order of display. */
    static Map<String, String> describe(WatchOptions options) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                "Checks",
                "each target every " + Durations.text(options.interval()) + ", with a time limit of "
                        + Durations.text(options.timeout()));
        settings.put(
                "Thresholds",
                "up after " + inARow(options.rise(), "successful") + ", down after "
                        + inARow(options.fall(), "failed"));
        if (!options.witnesses().isEmpty()) {
            settings.put(
                    "Witnesses",
                    String.join(", ", options.witnesses()) + "; " + options.quorum() + " of "
                            + options.witnesses().size() + " must respond");
        }
        settings.put("Ends", String.join(", ", endings(options)));
        return settings;
    }

    private static String inARow(int count, String kind) {
        return count == 1 ? "one " + kind + " check" : count + " " + kind + " checks in a row";
    }

    private static List<String> endings(WatchOptions options) {
        List<String> endings = new ArrayList<>();
        if (options.untilDown() && !options.untilUp()) {
            endings.add("when a target is down");
        }
        if (options.untilUp()) {
            String outage = options.untilDown() ? "an outage that began during the watch" : "an outage";
            endings.add("when " + outage + " has ended and no target is down");
        }
        Duration duration = options.duration();
        if (duration != null) {
            endings.add("after " + Durations.text(duration));
        }
        endings.add("when interrupted");
        return endings;
    }
}
