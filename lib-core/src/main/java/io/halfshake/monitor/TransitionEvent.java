package io.halfshake.monitor;

import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A target whose state changed, in the flight recorder. */
@Name("io.halfshake.Transition")
@Label("Transition")
@Category("Halfshake")
@Description("A monitored TCP endpoint changed its state")
@StackTrace(false)
final class TransitionEvent extends Event {
    @Label("Target")
    String target = "";

    @Label("From")
    @Description("unknown, up or down")
    String from = "";

    @Label("To")
    @Description("up or down")
    String to = "";

    @Label("Uncertainty")
    @Description("Between the last check that found it otherwise and the first that found it so")
    @Timespan(Timespan.NANOSECONDS)
    long uncertainty;

    @Label("Evidence")
    @Description("The result that decided it, in words")
    String evidence = "";

    static void commit(Transition transition) {
        TransitionEvent event = new TransitionEvent();
        if (event.shouldCommit()) {
            event.fill(transition);
            event.commit();
        }
    }

    private void fill(Transition transition) {
        target = transition.target();
        from = word(transition.from());
        to = word(transition.to());
        uncertainty = transition.bounds().width().toNanos();
        evidence = transition.evidence().describe();
    }

    private static String word(TargetState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
