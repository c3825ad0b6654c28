package io.halfshake.server.events;

import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.MonitorView;
import io.halfshake.monitor.Transition;
import io.halfshake.server.api.StatusJson;
import io.halfshake.server.api.TargetDirectory;
import io.halfshake.server.api.TargetStates;
import io.halfshake.server.cluster.ClusterView;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import io.halfshake.server.web.Response;
import io.halfshake.server.web.ResponseStream;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * For {@code /events}: tells of targets whose state or name has changed, by server-sent events.
 *
 * <h2>Behaviour</h2>
 *
 * A target that changes waits for the next second, and is sent once as it is then; more than 1,000 of them take several
 * seconds. A client that comes back with {@code Last-Event-ID} gets what it missed, or an event {@code reset} where
 * that is no longer known; the present status is in the last of what it gets first, at once. A stream ends after 150
 * seconds, before the time limit of the JDK's server would cut it off; browsers come back by themselves.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread and never wait. One thread makes the messages, and each stream has one that
 * writes them. At most 16 messages wait for a stream: one that is slower is disconnected.
 *
 * <h2>Lifecycle</h2>
 *
 * {@link #close} ends all streams and threads.
 */
public final class EventHub implements Handler, MonitorListener, AutoCloseable {
    /** Each has a thread, and one of the connections that the server has. */
    static final int MAX_STREAMS = 32;

    static final int MAX_BATCH = 1_000;
    static final int MAX_TURNS = 150;
    static final int STATUS_TURNS = 5;
    static final int IDLE_TURNS = 60;
    private static final int LOG_MESSAGES = 120;
    private static final int LOG_BYTES = 8_000_000;

    private final EventMessages messages;
    private final String process;
    private final PendingTargets pending = new PendingTargets();
    private final Set<EventListener> listeners = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final EventLog log = new EventLog(LOG_MESSAGES, LOG_BYTES);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "halfshake-events");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicBoolean statusChanged = new AtomicBoolean();
    private int batchSize = MAX_BATCH;
    private boolean closed;
    private long turns;
    private int idleTurns;

    /**
     * A hub that sends nothing before {@link #start}.
     *
     * @param monitor what the checks of this watcher find; the hub is to be added as a listener
     * @param cluster null where this watcher is no member of one
     * @param directory its targets
     * @param status of all together
     * @param process a number that other processes of the watcher do not have; zero or more
     */
    public EventHub(
            MonitorView monitor,
            @Nullable ClusterView cluster,
            TargetDirectory directory,
            StatusJson status,
            long process) {
        this.messages = new EventMessages(new TargetStates(monitor, cluster), directory, status);
        this.process = Long.toString(process, Character.MAX_RADIX);
    }

    /** Sends what has changed each second from now on. */
    public void start() {
        var unused = timer.scheduleWithFixedDelay(this::loggedTurn, 1, 1, TimeUnit.SECONDS);
    }

    /** What it throws would end the timer. */
    private void loggedTurn() {
        try {
            turn();
        } catch (RuntimeException | Error e) {
            FailSafe.log(Level.WARNING, "web: events failed", e);
        }
    }

    /**
     * A target was added, removed, or is called something else.
     *
     * @param target its text
     */
    public void changed(String target) {
        pending.add(target);
    }

    @Override
    public void onTransition(Transition transition) {
        changed(transition.target());
    }

    @Override
    public void onRemoved(String target) {
        changed(target);
    }

    @Override
    public void onBlindness(Blindness blindness) {
        statusChanged.set(true);
    }

    /** What the timer does once a second. */
    void turn() {
        lock.lock();
        try {
            if (!isIdle()) {
                try {
                    sendChanges();
                } finally {
                    listeners.forEach(EventHub::endAfterItsTime);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void sendChanges() {
        List<String> batch = pending.take(batchSize);
        boolean due = ++turns % STATUS_TURNS == 0;
        boolean changed = statusChanged.getAndSet(false);
        boolean sent = false;
        try {
            // An update has the status too.
            if (!batch.isEmpty()) {
                byte[] message = update(batch);
                listeners.forEach(each -> each.offer(message));
            } else if (due || changed) {
                byte[] message = messages.status();
                listeners.forEach(each -> each.offer(message));
            }
            sent = true;
        } finally {
            if (!sent && changed) {
                statusChanged.set(true);
            }
        }
    }

    /** What cannot be sent now waits for another turn, in fewer at once: it may be one of them that never can. */
    private byte[] update(List<String> batch) {
        boolean made = false;
        try {
            byte[] message = messages.update(id(log.last() + 1), batch, pending::add);
            log.add(message);
            made = true;
            batchSize = Math.min(MAX_BATCH, 2 * batchSize);
            return message;
        } finally {
            if (!made) {
                batchSize = Math.max(1, batch.size() / 2);
                if (batch.size() > 1) {
                    batch.forEach(pending::add);
                }
            }
        }
    }

    /** Messages are made for a while after the last stream has ended, since its client may come back. */
    private boolean isIdle() {
        idleTurns = listeners.isEmpty() ? idleTurns + 1 : 0;
        if (idleTurns <= IDLE_TURNS) {
            return false;
        }
        pending.clear();
        log.skip();
        return true;
    }

    private static void endAfterItsTime(EventListener listener) {
        if (listener.turn() == MAX_TURNS) {
            listener.end();
        }
    }

    private String id(long sequence) {
        return process + "-" + Long.toString(sequence, Character.MAX_RADIX);
    }

    @Override
    public CompletableFuture<Response> handle(Request request) {
        String lastId = request.header("Last-Event-ID");
        return CompletableFuture.completedFuture(
                Response.streaming("text/event-stream; charset=utf-8", stream -> begin(stream, lastId))
                        // Or nginx keeps events until its buffer is full.
                        .withHeader("X-Accel-Buffering", "no"));
    }

    private void begin(ResponseStream stream, @Nullable String lastId) {
        lock.lock();
        try {
            if (closed) {
                throw new RequestException(503, "events: stopping");
            }
            if (listeners.size() >= MAX_STREAMS) {
                throw new RequestException(503, "event streams: " + MAX_STREAMS + " are open (expected fewer at once)");
            }
            EventListener[] self = new EventListener[1];
            EventListener listener = new EventListener(
                    "halfshake-events-" + number.incrementAndGet(),
                    stream,
                    missed(lastId),
                    () -> listeners.remove(self[0]));
            self[0] = listener;
            listeners.add(listener);
            boolean started = false;
            try {
                listener.start();
                started = true;
            } finally {
                // Where there is no memory for a thread.
                if (!started) {
                    listeners.remove(listener);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** What has to be sent first: never nothing, since it brings the head of the response with it. */
    private List<byte[]> missed(@Nullable String lastId) {
        List<byte[]> missed = lastId == null ? null : log.after(sequence(lastId));
        if (missed == null) {
            return List.of(messages.reset(id(log.last())));
        }
        List<byte[]> first = new ArrayList<>(missed);
        first.add(messages.status());
        return first;
    }

    /** -1 where it is none of this process. */
    private long sequence(String id) {
        String[] parts = id.split("-", 2);
        if (parts.length < 2 || !parts[0].equals(process) || !parts[1].matches("[0-9a-z]{1,12}")) {
            return -1;
        }
        return Long.parseLong(parts[1], Character.MAX_RADIX);
    }

    /** How many streams are open. */
    int streams() {
        return listeners.size();
    }

    @Override
    public void close() {
        timer.shutdown();
        lock.lock();
        try {
            closed = true;
            listeners.forEach(EventListener::end);
        } finally {
            lock.unlock();
        }
    }
}
