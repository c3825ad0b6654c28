package io.halfshake.server.service;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The service manager that started this process, such as systemd, where one did. It is notified as sd_notify(3)
 * describes. A message that cannot be sent is logged, once until one can be sent again, and has no other consequence.
 *
 * <p>Safe for use by many threads. Sending neither waits nor throws.
 */
public final class ServiceManager {
    /** What a service manager sets for this process alone: not for programs that it starts. */
    public static final Set<String> VARIABLES = Set.of("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID");

    private static final System.Logger LOG = System.getLogger("io.halfshake");
    private static final ServiceManager NONE = new ServiceManager(null, 0);

    private final @Nullable NotifySocket socket;
    private final long watchdogNanos;

    /** The last message that the start or a reload is over, if it could not be sent: it is waited for. */
    private @Nullable String unsent;

    private @Nullable String lastStatus;
    private boolean failing;
    private boolean stopping;

    private ServiceManager(@Nullable NotifySocket socket, long watchdogNanos) {
        this.socket = socket;
        this.watchdogNanos = watchdogNanos;
    }

    /** A message, or what prevents it. */
    @FunctionalInterface
    private interface Transmission {
        void run() throws IOException;
    }

    /**
     * None: nothing is sent.
     *
     * @return always the same
     */
    public static ServiceManager none() {
        return NONE;
    }

    /**
     * The one that the environment names.
     *
     * @param variables the environment, of which {@link #VARIABLES} are read
     * @param processId this process, since a watchdog may be meant for another
     * @param open gets the value of {@code NOTIFY_SOCKET}
     * @return {@link #none()} if the variable is not set, or empty
     */
    public static ServiceManager of(
            Map<String, String> variables, long processId, Function<? super String, ? extends NotifySocket> open) {
        String name = variables.getOrDefault("NOTIFY_SOCKET", "");
        return name.isEmpty() ? NONE : new ServiceManager(open.apply(name), watchdogNanos(variables, processId));
    }

    private static long watchdogNanos(Map<String, String> variables, long processId) {
        String micros = variables.getOrDefault("WATCHDOG_USEC", "");
        String expected = variables.getOrDefault("WATCHDOG_PID", "");
        if (micros.isEmpty() || !(expected.isEmpty() || expected.equals(Long.toString(processId)))) {
            return 0;
        }
        try {
            long parsed = Long.parseLong(micros);
            if (parsed > 0) {
                return TimeUnit.MICROSECONDS.toNanos(parsed);
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number that is too small is.
        }
        LOG.log(
                Level.WARNING,
                "WATCHDOG_USEC: \"" + micros + "\" (expected a number of microseconds): the watchdog is not notified");
        return 0;
    }

    /** Whether there is one. */
    boolean isPresent() {
        return socket != null;
    }

    /** How long it waits for {@link #alive} before it takes this process for one that hangs; zero if it does not. */
    long watchdogNanos() {
        return watchdogNanos;
    }

    /**
     * The start, or a reload, is over.
     *
     * @param status what the service does, in one line
     */
    public synchronized void ready(String status) {
        send("READY=1", status, true);
    }

    /**
     * What the service does now; nothing is sent if that was sent before.
     *
     * @param status in one line
     */
    public synchronized void status(String status) {
        if (!status.equals(lastStatus)) {
            send(null, status, false);
        }
    }

    /** A reload begins, which {@link #ready} ends. */
    public synchronized void reloading() {
        NotifySocket to = socket;
        if (to != null && !stopping) {
            // The end of what was before is no news any more.
            unsent = null;
            boolean unused =
                    succeeds("RELOADING=1", () -> to.send("RELOADING=1\nMONOTONIC_USEC=" + to.monotonicMicros()));
        }
    }

    /** The service works. */
    synchronized void alive() {
        NotifySocket to = socket;
        if (to != null && !stopping) {
            boolean unused = succeeds("WATCHDOG=1", () -> to.send("WATCHDOG=1"));
        }
    }

    /** Tries again to send the last {@link #ready}, if it could not be sent. */
    synchronized void retry() {
        NotifySocket to = socket;
        String again = unsent;
        if (to != null && again != null && !stopping && succeeds("READY=1", () -> to.send(again))) {
            unsent = null;
        }
    }

    /** The service stops. Nothing is sent after this. */
    public synchronized void stopping() {
        send("STOPPING=1", "stopping", false);
        stopping = true;
    }

    private void send(@Nullable String state, String status, boolean isAwaited) {
        NotifySocket to = socket;
        if (to == null || stopping) {
            return;
        }
        String message = (state == null ? "" : state + "\n") + "STATUS=" + status;
        boolean sent = succeeds(state == null ? "STATUS" : state, () -> to.send(message));
        if (sent) {
            lastStatus = status;
        }
        if (isAwaited) {
            unsent = sent ? null : message;
        }
    }

    private boolean succeeds(String what, Transmission transmission) {
        try {
            transmission.run();
            failing = false;
            return true;
        } catch (IOException e) {
            if (!failing) {
                failing = true;
                LOG.log(Level.WARNING, "service manager not notified of " + what + ": " + e.getMessage());
            }
            return false;
        }
    }
}
