package io.halfshake.monitor;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The quorum of the witnesses was lost or regained, in the flight recorder. */
@Name("io.halfshake.Blindness")
@Label("Blindness")
@Category("Halfshake")
@Description("Too few witnesses of a monitor responded, or enough of them again")
@StackTrace(false)
final class BlindnessEvent extends Event {
    @Label("Over")
    @Description("Whether the quorum responds again")
    boolean over;

    @Label("Responding")
    int responding;

    @Label("Witnesses")
    int witnesses;

    @Label("Quorum")
    int quorum;

    @Label("Uncertainty")
    @Description("Between the round before and the round that found it so")
    @Timespan(Timespan.NANOSECONDS)
    long uncertainty;

    static void commit(Blindness blindness) {
        BlindnessEvent event = new BlindnessEvent();
        if (event.shouldCommit()) {
            event.fill(blindness);
            event.commit();
        }
    }

    private void fill(Blindness blindness) {
        TimeBounds ended = blindness.ended();
        TimeBounds change = ended == null ? blindness.began() : ended;
        over = blindness.isOver();
        responding = blindness.responding();
        witnesses = blindness.witnesses().size();
        quorum = blindness.quorum();
        uncertainty = change.width().toNanos();
    }
}
