package io.halfshake.connect;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A probe as the checker's, but it keeps everything that it is told. */
final class RecordingProbe extends Probe {
    final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    final CountDownLatch sent = new CountDownLatch(1);

    RecordingProbe(InetSocketAddress address, Duration timeout) {
        super(address, System.nanoTime() + timeout.toNanos());
    }

    @Override
    public void sent(long nanoTime) {
        sent.countDown();
    }

    @Override
    public void complete(Outcome outcome) {
        outcomes.add(outcome);
    }

    boolean wasSent() {
        return sent.getCount() == 0;
    }
}
