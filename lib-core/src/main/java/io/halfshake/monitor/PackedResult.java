package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.CheckState;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Target;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.internal.TimerWheel;
import io.halfshake.monitor.CheckCounts.ReasonCodes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * A target's last result in a third of its size: a {@link CheckResult} is some 300 bytes of objects, and each of a
 * million targets keeps one. Guarded by its target.
 */
abstract class PackedResult extends TimerWheel.Timer {
    private static final byte NONE = -1;
    private static final byte UP = Byte.MAX_VALUE;

    final String target;
    private byte kind = NONE;
    private boolean literal;
    private boolean hasCause;
    private int queuedMicros;
    private int resolvingMicros;
    private long elapsedNanos;
    private long roundTripNanos;
    private @Nullable Evidence evidence;
    private @Nullable InetSocketAddress address;

    PackedResult(String target) {
        this.target = target;
    }

    final void keep(CheckResult result, Interner interner) {
        if (hasCause) {
            interner.forgetCause(this);
            hasCause = false;
        }
        kind = UP;
        if (result instanceof CheckResult.Down down) {
            kind = ReasonCodes.index(down.reason());
        } else if (result instanceof CheckResult.Unknown unknown) {
            kind = ReasonCodes.index(unknown.reason());
            hasCause = unknown.cause() != null;
            interner.keepCause(this, unknown.cause());
        }
        Timing timing = result.timing();
        queuedMicros = micros(timing.queuedNanos());
        resolvingMicros = micros(timing.resolvingNanos());
        elapsedNanos = timing.elapsedNanos();
        roundTripNanos = timing.roundTripNanos();
        evidence = interner.evidence(result.evidence());
        keep(result.address());
    }

    /** Most targets are literals, whose address is in their text already. */
    private void keep(@Nullable InetSocketAddress found) {
        if (found == null || (literal && address == null && found.getAddress() != null)) {
            literal = literal && found != null;
            address = null;
        } else if (!found.equals(address)) {
            literal = !found.isUnresolved() && Target.of(found).toString().equals(target);
            address = literal ? null : found;
        }
    }

    private static int micros(long nanos) {
        return (int) Math.min(Integer.MAX_VALUE, nanos / 1_000);
    }

    final @Nullable CheckState lastState() {
        if (kind == NONE) {
            return null;
        }
        return kind == UP
                ? CheckState.UP
                : ReasonCodes.at(kind) instanceof DownReason ? CheckState.DOWN : CheckState.UNKNOWN;
    }

    final @Nullable CheckResult lastResult(Interner interner) {
        Evidence why = evidence;
        if (kind == NONE || why == null) {
            return null;
        }
        Timing timing = new Timing(elapsedNanos, queuedMicros * 1_000L, resolvingMicros * 1_000L, roundTripNanos);
        InetSocketAddress asked = literal ? literalAddress() : address;
        if (kind != UP && ReasonCodes.at(kind) instanceof UnknownReason reason) {
            return new CheckResult.Unknown(target, asked, reason, interner.cause(this), timing, why);
        }
        if (asked == null) {
            throw new AssertionError("an answer has an address: " + target);
        }
        return kind != UP && ReasonCodes.at(kind) instanceof DownReason reason
                ? new CheckResult.Down(target, asked, reason, timing, why)
                : new CheckResult.Up(target, asked, timing, why);
    }

    private InetSocketAddress literalAddress() {
        Target parsed = Target.parseHost(target);
        try {
            // The text of an address, as found before: no look-up.
            return new InetSocketAddress(InetAddress.getByName(parsed.host()), parsed.port());
        } catch (UnknownHostException e) {
            // An IPv6 scope whose interface is gone by now.
            return InetSocketAddress.createUnresolved(parsed.host(), parsed.port());
        }
    }
}
