package recipes.testcontainers;

import com.github.dockerjava.api.model.ContainerNetwork;
import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Target;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Waits until all exposed ports of a container answer, at the container's own address. */
public final class AnsweringPorts extends AbstractWaitStrategy {
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Checker checker;

    public AnsweringPorts(Checker checker) {
        this.checker = checker;
    }

    @Override
    protected void waitUntilReady() {
        long start = System.nanoTime();
        String address = address();
        for (int port : waitStrategyTarget.getExposedPorts()) {
            await(new Target(address, port), start);
        }
    }

    private String address() {
        return waitStrategyTarget.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(ContainerNetwork::getIpAddress)
                .filter(address -> address != null && !address.isEmpty())
                .findFirst()
                .orElseThrow(() -> new ContainerLaunchException("The container has no address of its own"));
    }

    private void await(Target target, long start) {
        while (true) {
            CheckResult result = checker.check(target, ATTEMPT);
            if (result.isUp()) {
                return;
            }
            if (System.nanoTime() - start > startupTimeout.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                throw new ContainerLaunchException("Not ready within " + startupTimeout + ": " + result.describe());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
