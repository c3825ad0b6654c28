package io.halfshake;

import io.halfshake.spi.Engine;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** An engine that does nothing by itself: the test says what the network answers, and sees what the checker asked. */
final class ScriptedEngine implements Engine {
    final List<Probe> started = new ArrayList<>();
    final List<Probe> expired = new ArrayList<>();
    final List<Probe> cancelled = new ArrayList<>();
    int capacity = 1_000;
    boolean closed;
    boolean sends = true;
    boolean looksOnceMore = true;
    long completedHandshakes;

    /** Called in every call of the checker's. */
    Runnable onCall = () -> {};

    Consumer<Probe> onStart = probe -> {};
    Consumer<Probe> onExpire = probe -> {};
    Consumer<Probe> onCancel = probe -> {};
    private final CheckerRig rig;

    ScriptedEngine(CheckerRig rig) {
        this.rig = rig;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public Handshake handshake() {
        return Handshake.HALF;
    }

    @Override
    public boolean resends() {
        onCall.run();
        return false;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public long completedHandshakes() {
        return completedHandshakes;
    }

    @Override
    public void start(Probe probe) {
        started.add(probe);
        onCall.run();
        if (sends) {
            probe.sent(rig.now());
        }
        onStart.accept(probe);
    }

    @Override
    public void expire(Probe probe) {
        expired.add(probe);
        onCall.run();
        onExpire.accept(probe);
        if (looksOnceMore) {
            probe.complete(new Outcome.Silent(evidence(Signal.NONE)));
        }
    }

    @Override
    public void cancel(Probe probe) {
        cancelled.add(probe);
        onCall.run();
        onCancel.accept(probe);
    }

    @Override
    public void close() {
        closed = true;
    }

    Probe last() {
        return started.get(started.size() - 1);
    }

    List<InetSocketAddress> addresses() {
        return started.stream().map(Probe::address).toList();
    }

    static Outcome answered() {
        return new Outcome.Answered(TimeUnit.MILLISECONDS.toNanos(3), evidence(Signal.SYN_ACK));
    }

    static Outcome refused() {
        return new Outcome.Denied(DownReason.REFUSED, TimeUnit.MILLISECONDS.toNanos(2), evidence(Signal.RST));
    }

    static Outcome unreachable() {
        return new Outcome.Denied(DownReason.UNREACHABLE, TimeUnit.MILLISECONDS.toNanos(2), evidence(Signal.ICMP));
    }

    static Outcome failed(UnknownReason reason) {
        return new Outcome.Failed(reason, null, Evidence.nothingSent("scripted"));
    }

    static Evidence evidence(Signal signal) {
        return new Evidence(signal, null, null, null, 1, "scripted", Handshake.HALF, Evidence.Clock.KERNEL);
    }
}
