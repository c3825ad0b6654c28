package io.halfshake.linux;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A probe with an hour left that is only looked at. */
final class UnusedProbe extends Probe {
    UnusedProbe(InetAddress ip) {
        this(new InetSocketAddress(ip, 80));
    }

    UnusedProbe(InetSocketAddress address) {
        super(address, System.nanoTime() + TimeUnit.HOURS.toNanos(1));
    }

    /** As packets, on a loop that is asked nothing. */
    @SuppressWarnings("NullAway")
    static PacketProbe asPackets(InetSocketAddress address) {
        return new PacketProbe(new UnusedProbe(address), null, address.getPort());
    }

    @Override
    public void sent(long nanoTime) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void complete(Outcome found) {
        throw new UnsupportedOperationException();
    }
}
