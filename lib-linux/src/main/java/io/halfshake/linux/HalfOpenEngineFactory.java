package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Supplier;

/** Puts an engine together. Apart from the provider, which must load where JNA is missing. */
final class HalfOpenEngineFactory {
    private HalfOpenEngineFactory() {}

    static Engine open(HalfOpen setup, SocketFactory.Mode found, EngineSettings settings) {
        return open(setup, found, settings, NativeCalls::new);
    }

    static Engine open(
            HalfOpen setup, SocketFactory.Mode found, EngineSettings settings, Supplier<SystemCalls> callsForLoop) {
        return LibCBinding.whileOpen(() -> assemble(setup, found, settings, callsForLoop));
    }

    private static Engine assemble(
            HalfOpen setup, SocketFactory.Mode found, EngineSettings settings, Supplier<SystemCalls> callsForLoop) {
        SocketFactory.Mode mode = setup.modeOr(found);
        SystemCalls calls = callsForLoop.get();
        tryOptions(calls, setup.options(), mode);
        DescriptorBudget budget = DescriptorBudget.of(settings.maxProbes(), calls);
        List<EventLoop> eventLoops = setup.openEventLoops(EngineNames.HALF_OPEN, callsForLoop);
        int each = budget.sockets() / eventLoops.size();
        return new LoopEngine(
                EngineNames.HALF_OPEN,
                LoopEngine.slots(eventLoops, eventLoop -> {
                    SystemCalls own = callsForLoop.get();
                    return new HalfOpenLoop(eventLoop, own, new SocketFactory(own, setup.options(), mode), each);
                }),
                budget);
    }

    /** What the kernel refuses is refused now, and not check by check. */
    private static void tryOptions(SystemCalls calls, SocketOptions options, SocketFactory.Mode mode) {
        if (options.isAnySet()) {
            InetAddress source = options.sourceAddress();
            int family = source instanceof Inet6Address ? LibC.AF_INET6 : LibC.AF_INET;
            calls.close(new SocketFactory(calls, options, mode).open(family));
        }
    }
}
