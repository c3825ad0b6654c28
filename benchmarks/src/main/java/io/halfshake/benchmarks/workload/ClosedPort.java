package io.halfshake.benchmarks.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A closed port on loopback, bound so that no other process can take it. */
public final class ClosedPort implements Workload {
    private final Socket holder;

    private ClosedPort(Socket holder) {
        this.holder = holder;
    }

    public static ClosedPort hold() throws IOException {
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
