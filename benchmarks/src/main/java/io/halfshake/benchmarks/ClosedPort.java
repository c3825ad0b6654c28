package io.halfshake.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A port on loopback at which nobody listens, and which nobody else can get. */
final class ClosedPort implements Work {
    private static final long TIMEOUT_MILLIS = 10_000;

    private final Socket holder;

    private ClosedPort(Socket holder) {
        this.holder = holder;
    }

    static ClosedPort hold() throws IOException {
        Socket holder = new Socket();
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new ClosedPort(holder);
    }

    @Override
    public String name() {
        return "Closed port on loopback";
    }

    @Override
    public Targets targets() {
        return Targets.of((InetSocketAddress) holder.getLocalSocketAddress(), 1);
    }

    @Override
    public Expected expected() {
        return Expected.REFUSED;
    }

    @Override
    public long timeoutMillis() {
        return TIMEOUT_MILLIS;
    }

    @Override
    public boolean isInLab() {
        return false;
    }

    @Override
    public long completedHandshakes() {
        return 0;
    }

    @Override
    public void close() {
        try {
            holder.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
