package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.netty.channel.IoEventLoop;
import java.io.File;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Puts an engine together. Apart from the provider, which must load where Netty or JNA are missing. */
final class EngineAssembly {
    /** Left for the application: its files, its connections, its logs. */
    private static final int SPARE_DESCRIPTORS = 256;

    private EngineAssembly() {}

    static Engine open(HalfOpen setup, SocketFactory.Mode found, EngineSettings settings) {
        return open(setup, found, settings, NativeCalls::new);
    }

    static Engine open(
            HalfOpen setup, SocketFactory.Mode found, EngineSettings settings, Supplier<SystemCalls> callsForLoop) {
        SocketFactory.Mode mode = setup.modeOr(found);
        SystemCalls calls = callsForLoop.get();
        tryOptions(calls, setup.options(), mode);
        int capacity = capacity(calls, settings.maxProbes());
        EventLoops eventLoops = setup.eventLoops(HalfOpenProvider.NAME);
        boolean opened = false;
        try {
            List<HalfOpenLoop> loops = new ArrayList<>();
            for (IoEventLoop eventLoop : eventLoops.loops()) {
                SystemCalls own = callsForLoop.get();
                SocketFactory factory = new SocketFactory(own, setup.options(), mode);
                loops.add(new HalfOpenLoop(
                        eventLoop, own, factory, capacity / eventLoops.loops().size()));
            }
            Engine engine = new LoopEngine(HalfOpenProvider.NAME, loops, capacity, eventLoops.end());
            opened = true;
            return engine;
        } finally {
            if (!opened) {
                eventLoops.end().run();
            }
        }
    }

    /** What the kernel refuses is refused now, and not check by check. */
    private static void tryOptions(SystemCalls calls, SocketOptions options, SocketFactory.Mode mode) {
        if (!options.equals(SocketOptions.NONE)) {
            InetAddress source = options.sourceAddress();
            int family = source instanceof Inet6Address ? LibC.AF_INET6 : LibC.AF_INET;
            calls.close(new SocketFactory(calls, options, mode).open(family));
        }
    }

    private static int capacity(SystemCalls calls, int wanted) {
        String[] inUse = new File("/proc/self/fd").list();
        long free = calls.descriptorLimit() - (inUse == null ? 0 : inUse.length) - SPARE_DESCRIPTORS;
        return (int) Math.max(2, Math.min(wanted, free));
    }
}
