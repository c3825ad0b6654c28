package app;

import io.halfshake.Checker;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.testing.TcpPeer;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;

/** Makes a check, and monitors a target that goes down and comes back, on virtual time. */
final class Service {
    private Service() {}

    public static void main(String[] arguments) {
        try (Checker checker = Checker.create();
                TcpPeer peer = TcpPeer.neverAccepting()) {
            checker.checkAddr(peer.target(), Duration.ofSeconds(30));
        }
        try (TestMonitor test = TestMonitor.create(monitor -> monitor.listener(MonitorListener.logging()))) {
            test.watch("db:5432").up(Duration.ofMillis(2)).timesOut().times(3).up(Duration.ofMillis(2));
            test.advance(Duration.ofMinutes(1));
        }
    }
}
