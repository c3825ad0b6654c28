package io.halfshake.cli.report;

import io.halfshake.cli.terminal.DurationFormat;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.OutageHistory.UptimeRange;
import io.halfshake.monitor.RoundTripPercentiles;
import io.halfshake.monitor.TargetState;
import java.time.Duration;
import java.util.Locale;

/** Values as text. */
final class Words {
    /** In place of a value that is not known. */
    static final String NONE = "\u2013";

    /** The rounding error of a double, in thousandths of a percent. */
    private static final double ROUNDING = 1e-7;

    /** A hundredth of a percent. */
    private static final double SMALLEST_SHARE = 0.0001;

    private Words() {}

    /** With a symbol: not all readers see the colour, and not all printers have it. */
    static String state(TargetState state) {
        String symbol = switch (state) {
            case UP -> "\u25b2 ";
            case DOWN -> "\u25bc ";
            case UNKNOWN -> "? ";
        };
        return symbol + Texts.name(state);
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String counted(long count, String one, String many) {
        return number(count) + " " + (count == 1 ? one : many);
    }

    static String loss(CheckCounts counts) {
        return Double.isNaN(counts.loss()) ? NONE : share(counts.loss());
    }

    /** A part from 0 to 1 in percent. Neither a few of many nor nearly all are rounded to none or all. */
    static String share(double part) {
        if (part > 0 && part < SMALLEST_SHARE) {
            return "under 0.01%";
        }
        if (part < 1 && part > 1 - SMALLEST_SHARE) {
            return "over 99.99%";
        }
        return String.format(Locale.ROOT, "%.2f%%", 100 * part);
    }

    /** The lower bound is rounded down and the upper one up, so that both remain bounds. */
    static String availability(UptimeRange range) {
        if (Double.isNaN(range.lower())) {
            return NONE;
        }
        double lower = Math.floor(range.lower() * 100_000 + ROUNDING) / 1_000;
        double upper = Math.ceil(range.upper() * 100_000 - ROUNDING) / 1_000;
        String bounds = lower == upper
                ? String.format(Locale.ROOT, "%.3f%%", lower)
                : String.format(Locale.ROOT, "%.3f%% to %.3f%%", lower, upper);
        return bounds + " of " + DurationFormat.exact(Duration.between(range.from(), range.to()));
    }

    /** A percentile in milliseconds. */
    static String roundTrip(RoundTripPercentiles roundTrips, int percent) {
        Duration at = roundTrips.at(percent);
        return at == null ? NONE : Texts.millis(at.toNanos());
    }

    static String downtime(DowntimeTotal total) {
        return total.outages() == 0
                ? "never seen"
                : "at least " + DurationFormat.exact(total.shortest()) + ", at most "
                        + DurationFormat.exact(total.longest()) + ", in "
                        + counted(total.outages(), "outage", "outages");
    }
}
