package io.halfshake.linux;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Future;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** On an event loop of an application, each call of which throws once too. */
@Requires(Need.RAW_SOCKETS)
class InjectedErrorsOnNettyIT extends InjectedErrorsIT {
    private static final Set<String> SPARED_LOOP_CALLS =
            Set.of("inEventLoop", "isShuttingDown", "isTerminated", "terminationFuture", "isExecutorThread");

    private final IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    @AfterEach
    void shutDown() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Override
    <S extends LinuxSetup<S>> S onLoops(S setup, Injector injector) {
        return setup.eventLoops(NettyLoops.of(faulty(injector)));
    }

    @Override
    List<String> surelyMade() {
        return List.of(
                "IoEventLoop.execute",
                "IoEventLoop.register",
                "IoRegistration.submit",
                "SystemCalls.socket",
                "Probe.sent",
                "Probe.complete");
    }

    /** The real group, of one event loop that may throw. */
    private IoEventLoopGroup faulty(Injector injector) {
        IoEventLoop real = group.next();
        IoEventLoop loop = injector.wrap(IoEventLoop.class, registering(real, injector), SPARED_LOOP_CALLS);
        return (IoEventLoopGroup) Proxy.newProxyInstance(
                IoEventLoopGroup.class.getClassLoader(),
                new Class<?>[] {IoEventLoopGroup.class},
                (proxy, method, values) -> method.getName().equals("iterator")
                        ? List.of(loop).iterator()
                        : Injector.call(group, method, values));
    }

    /** The same event loop, whose registrations may throw. */
    private static IoEventLoop registering(IoEventLoop real, Injector injector) {
        return (IoEventLoop) Proxy.newProxyInstance(
                IoEventLoop.class.getClassLoader(), new Class<?>[] {IoEventLoop.class}, (proxy, method, values) -> {
                    Object result = Injector.call(real, method, values);
                    return method.getName().equals("register")
                            ? registered((Future<?>) Objects.requireNonNull(result), injector)
                            : result;
                });
    }

    private static Object registered(Future<?> real, Injector injector) {
        return Proxy.newProxyInstance(
                Future.class.getClassLoader(),
                new Class<?>[] {Future.class},
                (proxy, method, values) -> wrapped(real, method, values, injector));
    }

    private static @Nullable Object wrapped(
            Future<?> real, Method method, @Nullable Object @Nullable [] values, Injector injector) throws Throwable {
        Object result = Injector.call(real, method, values);
        return method.getName().equals("getNow") && result != null
                ? injector.wrap(IoRegistration.class, (IoRegistration) result, Set.of())
                : result;
    }
}
