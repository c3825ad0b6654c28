package io.halfshake.connect;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.UnknownReason;
import io.halfshake.internal.DropCounters;
import io.halfshake.internal.LocalDrops;
import io.halfshake.spi.Outcome;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Whether a SYN that nothing answered may never have left this machine: the JDK hears of that as little as of silence.
 */
final class UnsentSyn {
    private UnsentSyn() {}

    /** What was found by a connect, or the trouble on this machine that explains it. */
    static Outcome orTrouble(Outcome found, @Nullable DropCounters before, long sentAt, InetSocketAddress asked) {
        boolean isSilence = found instanceof Outcome.Silent
                || (found instanceof Outcome.Denied denied && denied.reason() == DownReason.TIMED_OUT);
        if (!isSilence || before == null) {
            return found;
        }
        String dropped = LocalDrops.here().since(before, sentAt, asked.getAddress() instanceof Inet6Address);
        if (dropped == null) {
            return found;
        }
        Evidence silence = found.evidence();
        Evidence evidence = Evidence.local(silence.engine(), silence.syns());
        return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, new IllegalStateException(dropped), evidence);
    }
}
