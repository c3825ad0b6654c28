package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Puts together the engines that make their own packets. Apart from the providers, which must load without JNA. */
final class PacketEngineFactory {
    /** Measured: what a small packet takes in a receive buffer, and as much again for other answers. */
    private static final int BUFFER_FOR_ONE = 2_048;

    private static final int SMALLEST_BUFFER = 1 << 20;
    private static final int MAX_BUFFER = 1 << 28;

    /** Reserved ports at most: the limit of probes in flight to one address and port. */
    private static final int MAX_PORTS = 1 << 14;

    private static final int MIN_PORTS = 64;

    /** Descriptors left for the application and for the other loops. */
    private static final int SPARE_DESCRIPTORS = 1_024;

    private PacketEngineFactory() {}

    /** Makes the packets of one loop. */
    private interface FormatFactory {
        PacketFormat make(SystemCalls calls);
    }

    static Engine openSyn(Syn setup, EngineSettings settings) {
        return openSyn(setup, settings, NativeCalls::new);
    }

    static Engine openSyn(Syn setup, EngineSettings settings, Supplier<SystemCalls> callsForLoop) {
        int buffer = receiveBuffer(settings);
        ReservedPorts.Range range = localPorts();
        return open(EngineNames.SYN, setup, settings, callsForLoop, calls -> {
            long most = Math.max(MIN_PORTS, Math.min(MAX_PORTS, calls.descriptorLimit() - SPARE_DESCRIPTORS));
            return new SynFormat(calls, setup.options(), buffer, new ReservedPorts(calls, range, (int) most));
        });
    }

    static Engine openEcho(Echo setup, EngineSettings settings) {
        return openEcho(setup, settings, NativeCalls::new);
    }

    static Engine openEcho(Echo setup, EngineSettings settings, Supplier<SystemCalls> callsForLoop) {
        int buffer = receiveBuffer(settings);
        return open(
                EngineNames.ECHO,
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
        return LibCBinding.whileOpen(() -> assemble(name, setup, settings, callsForLoop, formats));
    }

    private static Engine assemble(
            String name,
            PacketSetup<?> setup,
            EngineSettings settings,
            Supplier<SystemCalls> callsForLoop,
            FormatFactory formats) {
        PacketSettings loopSettings = setup.settings(settings.mayResend());
        List<LoopSlot> slots = LoopEngine.slots(setup.openEventLoops(name, callsForLoop), eventLoop -> {
            SystemCalls calls = callsForLoop.get();
            PacketFormat format = formats.make(calls);
            boolean made = false;
            try {
                PacketLoop loop = new PacketLoop(name, eventLoop, calls, format, loopSettings);
                made = true;
                return loop;
            } finally {
                if (!made) {
                    format.releaseSome(Integer.MAX_VALUE);
                }
            }
        });
        return new PacketEngine(name, name.equals(EngineNames.ECHO), slots, settings.maxProbes());
    }

    private static int receiveBuffer(EngineSettings settings) {
        long wanted = (long) settings.maxProbes() * BUFFER_FOR_ONE;
        return (int) Math.max(SMALLEST_BUFFER, Math.min(MAX_BUFFER, wanted));
    }

    /** ip(7), ip_local_port_range. */
    private static ReservedPorts.Range localPorts() {
        try {
            // By lines: such a file can be read only in one go, and Files.readString begins with a single octet.
            String line = Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                    .get(0);
            String[] words = line.trim().split("[ \t]+", -1);
            return new ReservedPorts.Range(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        } catch (IOException e) {
            throw new IllegalStateException("ip_local_port_range: not readable", e);
        }
    }
}
