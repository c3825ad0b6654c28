package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Puts together the engines that make their own packets. Apart from the providers, which must load without Netty. */
final class PacketAssembly {
    /** Measured: what a small packet takes in a receive buffer, and as much again for other answers. */
    private static final int BUFFER_FOR_ONE = 2_048;

    private static final int SMALLEST_BUFFER = 1 << 20;
    private static final int LARGEST_BUFFER = 1 << 28;

    /** Held ports at most: so many probes to one address and port can be on their way at once. */
    private static final int MOST_PORTS = 1 << 14;

    private static final int FEWEST_PORTS = 64;

    /** Descriptors left for the application and for the other loops. */
    private static final int SPARE_DESCRIPTORS = 1_024;

    private PacketAssembly() {}

    /** Makes the packets of one loop. */
    private interface FormatFactory {
        PacketFormat make(SystemCalls calls);
    }

    static Engine openSyn(RawSyn setup, EngineSettings settings) {
        return openSyn(setup, settings, NativeCalls::new);
    }

    static Engine openSyn(RawSyn setup, EngineSettings settings, Supplier<SystemCalls> callsForLoop) {
        int buffer = receiveBuffer(settings);
        HeldPorts.Range range = localPorts();
        return open(RawSynProvider.NAME, setup, settings, callsForLoop, calls -> {
            long most = Math.max(FEWEST_PORTS, Math.min(MOST_PORTS, calls.descriptorLimit() - SPARE_DESCRIPTORS));
            return new SynFormat(calls, setup.options(), buffer, new HeldPorts(calls, range, (int) most));
        });
    }

    static Engine openEcho(Echo setup, EngineSettings settings) {
        return openEcho(setup, settings, NativeCalls::new);
    }

    static Engine openEcho(Echo setup, EngineSettings settings, Supplier<SystemCalls> callsForLoop) {
        int buffer = receiveBuffer(settings);
        return open(
                EchoProvider.NAME,
                setup,
                settings,
                callsForLoop,
                calls -> new EchoFormat(calls, setup.options(), buffer));
    }

    private static Engine open(
            String name,
            PacketSetup<?> setup,
            EngineSettings settings,
            Supplier<SystemCalls> callsForLoop,
            FormatFactory formats) {
        EventLoops eventLoops = setup.eventLoops(name);
        List<PacketLoop> loops = new ArrayList<>();
        boolean opened = false;
        try {
            for (IoEventLoop eventLoop : eventLoops.loops()) {
                SystemCalls calls = callsForLoop.get();
                PacketFormat format = formats.make(calls);
                loops.add(new PacketLoop(name, eventLoop, calls, format, setup.settings(settings.mayResend())));
            }
            opened = true;
            boolean asksHosts = name.equals(EchoProvider.NAME);
            return new PacketEngine(name, asksHosts, loops, settings.maxProbes(), eventLoops.end());
        } finally {
            if (!opened) {
                loops.forEach(LoopEngine::close);
                eventLoops.end().run();
            }
        }
    }

    private static int receiveBuffer(EngineSettings settings) {
        long wanted = (long) settings.maxProbes() * BUFFER_FOR_ONE;
        return (int) Math.max(SMALLEST_BUFFER, Math.min(LARGEST_BUFFER, wanted));
    }

    /** ip(7), ip_local_port_range. */
    private static HeldPorts.Range localPorts() {
        try {
            // By lines: such a file can be read only in one go, and Files.readString begins with a single octet.
            String line = Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                    .get(0);
            String[] words = line.trim().split("[ \t]+", -1);
            return new HeldPorts.Range(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        } catch (IOException e) {
            throw new IllegalStateException("ip_local_port_range: not readable", e);
        }
    }
}
