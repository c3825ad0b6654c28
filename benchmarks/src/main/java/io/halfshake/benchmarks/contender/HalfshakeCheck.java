package io.halfshake.benchmarks.contender;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.DownReason;
import io.halfshake.Handshake;
import io.halfshake.benchmarks.workload.Expected;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The waiting form of the public API.
 *
 * @param checker closed with this
 */
record HalfshakeCheck(Checker checker) implements BlockingCheck {
    @Override
    public Expected check(InetSocketAddress target, int timeoutMillis) {
        CheckResult result = checker.check(target, Duration.ofMillis(timeoutMillis));
        if (result instanceof CheckResult.Up && result.evidence().handshake() == Handshake.HALF) {
            return Expected.UP;
        } else if (result instanceof CheckResult.Down down && down.reason() == DownReason.REFUSED) {
            return Expected.REFUSED;
        } else if (result instanceof CheckResult.Down down && down.reason() == DownReason.TIMED_OUT) {
            return Expected.SILENT;
        }
        throw new IllegalStateException(result.toString());
    }

    @Override
    public void close() {
        checker.close();
    }
}
