package io.halfshake.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The ports that this machine gives to sockets that connect. The administrator may change them at any time. */
public final class EphemeralPorts {
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Linux begins at 32768 by default, others at 49152, and some end at the last port. */
    private static final int DEFAULT_FIRST = 32_768;

    private static final int FIRST_UNPRIVILEGED = 1_024;
    private static final int LAST = 65_535;

    private record Range(int first, int last, long readAtNanos) {}

    private final Path file;
    private final LongSupplier nanoTime;
    private volatile @Nullable Range range;

    public EphemeralPorts(Path file, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
    }

    public static EphemeralPorts ofThisMachine() {
        return new EphemeralPorts(RANGE, System::nanoTime);
    }

    public boolean contains(int port) {
        Range known = range();
        return known.first <= port && port <= known.last;
    }

    /** One of the others that need no privilege; 0 if there is none. */
    public int randomOther() {
        Range known = range();
        int below = Math.max(0, known.first - FIRST_UNPRIVILEGED);
        int above = Math.max(0, LAST - known.last);
        if (below + above == 0) {
            return 0;
        }
        int chosen = ThreadLocalRandom.current().nextInt(below + above);
        return chosen < below ? FIRST_UNPRIVILEGED + chosen : known.last + 1 + chosen - below;
    }

    private Range range() {
        long now = nanoTime.getAsLong();
        Range known = range;
        if (known == null || now - known.readAtNanos >= FRESH_NANOS) {
            known = read(known, now);
            range = known;
        }
        return known;
    }

    private Range read(@Nullable Range known, long now) {
        try {
            String[] bounds = KernelFiles.read(file).trim().split("\\s+", -1);
            return new Range(Integer.parseInt(bounds[0]), Integer.parseInt(bounds[1]), now);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // Not Linux, or hidden: a range that is too wide costs a second look, and no result. Or no descriptor is
            // left: then the usual range may be too narrow, and the one known is better.
            return known == null ? new Range(DEFAULT_FIRST, LAST, now) : new Range(known.first, known.last, now);
        }
    }
}
