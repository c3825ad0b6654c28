package io.halfshake.benchmarks.workload;

import io.halfshake.lab.Lab;
import java.net.StandardProtocolFamily;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Hosts of the lab, which is a process of its own.
 *
 * @param lab not closed with this
 * @param name for a heading
 * @param behaviour the behaviour of each; see {@link io.halfshake.lab.Behaviour}
 * @param expected the result that a check should have
 * @param timeoutMillis the timeout of a check
 * @param hosts the number of hosts
 */
public record LabHosts(Lab lab, String name, String behaviour, Expected expected, long timeoutMillis, int hosts)
        implements Workload {
    private static final long TIMEOUT_MILLIS = 5_000;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    public static LabHosts silent(Lab lab, int hosts, long timeoutMillis) {
        return new LabHosts(
                lab,
                String.format("%,d silent hosts, timeout %d ms", hosts, timeoutMillis),
                "silent mute",
                Expected.SILENT,
                timeoutMillis,
                hosts);
    }

    public static LabHosts open(Lab lab, int hosts, int distanceMillis) {
        return new LabHosts(
                lab,
                String.format("%,d hosts, distance %d ms", hosts, distanceMillis),
                "open delay=" + distanceMillis + "ms",
                Expected.UP,
                TIMEOUT_MILLIS,
                hosts);
    }

    @Override
    public Targets targets() {
        return Targets.of(lab.address(StandardProtocolFamily.INET, 0), hosts);
    }

    @Override
    public boolean isInLab() {
        return true;
    }

    @Override
    public void prepare() {
        lab.play(0, hosts - 1, 1, behaviour);
    }

    @Override
    public long completedHandshakes() {
        long before;
        long now = lab.totals().acks();
        do {
            before = now;
            LockSupport.parkNanos(POLL_NANOS);
            now = lab.totals().acks();
        } while (now != before);
        return now;
    }
}
