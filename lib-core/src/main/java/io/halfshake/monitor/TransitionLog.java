package io.halfshake.monitor;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Transitions, and what the witnesses tell, as lines of the log. */
final class TransitionLog {
    private static final Logger LOG = System.getLogger("io.halfshake");

    private final UnaryOperator<String> names;

    TransitionLog(UnaryOperator<String> names) {
        this.names = names;
    }

    void write(Transition transition) {
        Level level = transition.to() == TargetState.DOWN ? Level.WARNING : Level.INFO;
        if (LOG.isLoggable(level)) {
            LOG.log(level, text(transition));
        }
    }

    void write(Blindness blindness) {
        Level level = blindness.isOver() ? Level.INFO : Level.WARNING;
        if (LOG.isLoggable(level)) {
            LOG.log(level, text(blindness));
        }
    }

    private static String text(Blindness blindness) {
        TimeBounds ended = blindness.ended();
        String counts = blindness.responding() + " of " + blindness.witnesses().size() + " witnesses responded (quorum "
                + blindness.quorum() + "); began between " + between(blindness.began());
        return ended == null
                ? "own network in doubt: " + counts + silent(blindness)
                : "own network works again: " + counts + ", ended between " + between(ended);
    }

    private static String silent(Blindness blindness) {
        return blindness.witnesses().values().stream()
                .filter(result -> result.isUnknown() || !result.hostResponded())
                .map(result -> "; " + result.describe())
                .collect(Collectors.joining());
    }

    private String text(Transition transition) {
        String evidence = named(transition.target()) + transition.evidence().describe();
        if (transition.from() == TargetState.UNKNOWN) {
            // Nothing is known of the time before the first check, so that there are no bounds to tell.
            return transition.to() + ": " + evidence;
        }
        return transition.to() + ", was " + transition.from() + ": " + evidence + "; changed between "
                + between(transition.bounds());
    }

    private String named(String target) {
        String name = names.apply(target);
        return name.equals(target) ? "" : name + ", ";
    }

    private static String between(TimeBounds bounds) {
        return readable(bounds.earliest()) + " and " + readable(bounds.latest());
    }

    private static Instant readable(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
