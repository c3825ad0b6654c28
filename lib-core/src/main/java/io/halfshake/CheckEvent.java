package io.halfshake;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A finished check in the flight recorder. It has no duration of its own: it is written when all is over. */
@Name("io.halfshake.Check")
@Label("Check")
@Category("Halfshake")
@Description("A check of a TCP endpoint")
@StackTrace(false)
final class CheckEvent extends Event {
    @Label("Target")
    String target = "";

    @Label("Address")
    String address = "";

    @Label("State")
    @Description("up, down or unknown")
    String state = "";

    @Label("Reason")
    @Description("Why it is not up; empty if it is")
    String reason = "";

    @Label("Elapsed")
    @Timespan(Timespan.NANOSECONDS)
    long elapsed;

    @Label("Queued")
    @Timespan(Timespan.NANOSECONDS)
    long queued;

    @Label("Resolving")
    @Timespan(Timespan.NANOSECONDS)
    long resolving;

    @Label("Round Trip")
    @Description("From the SYN to the answer; -1 ns if there was none")
    @Timespan(Timespan.NANOSECONDS)
    long roundTrip;

    @Label("SYNs")
    int syns;

    @Label("Engine")
    String engine = "";

    @Label("Handshake")
    String handshake = "";

    static void commit(CheckResult result) {
        CheckEvent event = new CheckEvent();
        if (event.shouldCommit()) {
            event.fill(result);
            event.commit();
        }
    }

    private void fill(CheckResult result) {
        target = result.target();
        address = result.address() == null ? "" : Descriptions.literal(result.address());
        if (result instanceof CheckResult.Down down) {
            reason = Descriptions.words(down.reason());
        } else if (result instanceof CheckResult.Unknown unknown) {
            reason = Descriptions.words(unknown.reason());
        }
        state = result.isUp() ? "up" : result.isDown() ? "down" : "unknown";
        Timing timing = result.timing();
        elapsed = timing.elapsedNanos();
        queued = timing.queuedNanos();
        resolving = timing.resolvingNanos();
        roundTrip = timing.roundTripNanos();
        Evidence evidence = result.evidence();
        syns = evidence.syns();
        engine = evidence.engine();
        handshake = Descriptions.words(evidence.handshake());
    }
}
