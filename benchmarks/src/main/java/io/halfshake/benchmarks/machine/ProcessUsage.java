package io.halfshake.benchmarks.machine;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The CPU time of a process, and its memory as {@code /proc} shows it. */
public final class ProcessUsage {
    /** CPUCLOCK_SCHED, user and system time to the nanosecond: linux/include/linux/posix-timers_types.h. */
    private static final int SCHEDULED = 2;

    private static final int KIND_BITS = 3;

    private final int clock;
    private final ByteBuffer time = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    private final Path directory;

    public ProcessUsage(long pid) {
        clock = ~Math.toIntExact(pid) << KIND_BITS | SCHEDULED;
        directory = Path.of("/proc", Long.toString(pid));
    }

    public static ProcessUsage ofThisProcess() {
        return new ProcessUsage(ProcessHandle.current().pid());
    }

    /** User and system time of all its threads. */
    public double cpuMicros() {
        if (BareCalls.clock_gettime(clock, Pointer.nativeValue(Native.getDirectBufferPointer(time))) != 0) {
            throw new IllegalStateException("clock_gettime(2) failed: errno " + Native.getLastError());
        }
        return time.getLong(0) * 1e6 + time.getLong(8) / 1e3;
    }

    /** Peak resident memory since the last reset. Zero if the process has ended. */
    public long peakKibibytes() {
        return read("status")
                .lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(0);
    }

    public void resetPeak() {
        try {
            Files.writeString(directory.resolve("clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            // ESRCH: it ended between open(2) and read(2).
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }
}
