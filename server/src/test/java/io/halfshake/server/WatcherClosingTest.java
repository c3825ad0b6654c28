package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.server.service.ServiceManager;
import io.halfshake.testing.FakeChecker;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a watcher that fail as it is started or closed. */
class WatcherClosingTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private Path file() throws IOException {
        return Files.writeString(directory.resolve("halfshake.yaml"), "web: { port: 0 }\ntargets: []\n");
    }

    private Watcher start(IntFunction<Checker> checkers, Resolver resolver) throws Exception {
        return Watcher.start(file(), Map.of(), checkers, ServiceManager.none(), resolver, NEVER);
    }

    /** A checker that fails in one method. */
    private static Checker failing(Checker checker, String failing) {
        return (Checker) Proxy.newProxyInstance(
                Checker.class.getClassLoader(), new Class<?>[] {Checker.class}, (proxy, method, arguments) -> {
                    Object result = method.invoke(checker, arguments);
                    if (method.getName().equals(failing)) {
                        throw new IllegalStateException(failing);
                    }
                    return result;
                });
    }

    /** Counts how often it is closed. */
    private static final class UnusedResolver implements Resolver {
        private int closed;

        @Override
        public CompletableFuture<List<InetAddress>> resolve(String host) {
            throw new AssertionError(host + " was resolved");
        }

        @Override
        public void close() {
            closed++;
        }
    }

    @Test
    void startThatFails_closesCheckerAndResolver() throws Exception {
        FakeChecker checker = FakeChecker.create();
        checker.otherwise().up();
        UnusedResolver resolver = new UnusedResolver();

        // The monitor asks for the engine before there is a watcher.
        assertThatThrownBy(() -> start(checks -> failing(checker, "engine"), resolver))
                .hasMessage("engine");

        assertThatThrownBy(() -> checker.checkAddr("127.0.0.1:1", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(resolver.closed).isEqualTo(1);
    }

    /** Here for want of a service manager, which is asked for last. */
    @Test
    @SuppressWarnings("NullAway")
    void startThatFailsAfterTheMonitorWasMade_endsItsThread() throws Exception {
        Path file = file();
        UnusedResolver resolver = new UnusedResolver();
        // Tests of other watchers run at the same time.
        ThreadGroup group = new ThreadGroup("start that fails");
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Thread starter = new Thread(
                group,
                () -> thrown.add(catchThrowable(
                        () -> Watcher.start(file, Map.of(), checks -> FakeChecker.create(), null, resolver, NEVER))));
        starter.start();
        starter.join();

        assertThat(thrown).singleElement().isInstanceOf(NullPointerException.class);
        Thread[] left = new Thread[group.activeCount() + 1];
        int count = group.enumerate(left);
        assertThat(Stream.of(left).limit(count).map(Thread::getName)).doesNotContain("halfshake-monitor");
        assertThat(resolver.closed).isEqualTo(1);
    }

    @Test
    void closeThatFails_closesTheRest() throws Exception {
        UnusedResolver resolver = new UnusedResolver();
        Watcher watcher = start(checks -> failing(FakeChecker.create(), "close"), resolver);

        assertThatThrownBy(watcher::close).hasMessage("close");

        assertThat(resolver.closed).isEqualTo(1);
    }
}
