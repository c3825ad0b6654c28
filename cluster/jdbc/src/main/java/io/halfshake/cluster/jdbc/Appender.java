package io.halfshake.cluster.jdbc;

import io.halfshake.cluster.jdbc.CommandQueue.Pending;
import io.halfshake.cluster.jdbc.LogTable.Entry;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Appends what was proposed, in batches, over a connection of its own. Saves snapshots too, which takes seconds for
 * large ones: commands can wait for so long, and heartbeats cannot.
 */
final class Appender implements Runnable {
    private static final long BACKOFF = TimeUnit.SECONDS.toNanos(1);

    /** Attempts that fail so long after each other are not one trouble. */
    private static final long RECENT = TimeUnit.SECONDS.toNanos(4);

    /** Attempts to append since the last one that succeeded. */
    private record Trouble(long since, long lastAt, boolean isUnderWay) {}

    private final DataSource source;
    private final String cluster;
    private final AtomicReference<@Nullable String> tables;
    private final CommandQueue queue;
    private final LogTable table;
    private final Wakeups wakeups;
    private final Consumer<Exception> onFailure;
    private final FailureLog failures;
    private final FailureLog snapshotFailures;
    private @Nullable Session session;
    private volatile @Nullable Trouble trouble;

    /**
     * To be run by one thread, until the queue is closed.
     *
     * @param tables as for {@link Session#open}
     * @param wakeups woken after each batch, and closed with the queue
     * @param onFailure called where this ends, although the queue is open
     */
    Appender(
            DataSource source,
            String cluster,
            AtomicReference<@Nullable String> tables,
            CommandQueue queue,
            Wakeups wakeups,
            Consumer<Exception> onFailure) {
        this.source = source;
        this.cluster = cluster;
        this.tables = tables;
        this.queue = queue;
        this.table = new LogTable(cluster);
        this.wakeups = wakeups;
        this.onFailure = onFailure;
        this.failures = new FailureLog(
                "cluster " + cluster + ": commands cannot be appended",
                "cluster " + cluster + ": commands can be appended again");
        this.snapshotFailures = new FailureLog(
                "cluster " + cluster + ": snapshots cannot be saved",
                "cluster " + cluster + ": snapshots can be saved again");
    }

    /** For how many nanoseconds it has tried to append, without success. */
    long stuckFor(long nanos) {
        Trouble now = trouble;
        boolean isRecent = now != null && (now.isUnderWay() || nanos - now.lastAt() <= RECENT);
        return now != null && isRecent ? nanos - now.since() : 0;
    }

    @Override
    public void run() {
        try {
            while (!queue.isClosed()) {
                List<Pending> batch = queue.take();
                if (batch.isEmpty() || append(batch)) {
                    saveSnapshot();
                } else {
                    wakeups.awaitClosed(BACKOFF);
                    // Most are obsolete by the time at which the database can be had again.
                    fail(
                            queue.drain(),
                            new SQLException(
                                    "log of " + cluster + ": what was proposed before it could not be appended"));
                }
            }
        } catch (Throwable e) {
            // Also where an application stops all threads: a member that cannot append is of no use to the others.
            onFailure.accept(new IllegalStateException("log of " + cluster + ": commands are appended no more", e));
        } finally {
            queue.close();
            fail(queue.drain(), new IllegalStateException("log of " + cluster + ": closed"));
            disconnect();
        }
    }

    private Session session() throws SQLException, LogLostException {
        Session open = session;
        if (open == null) {
            open = Session.open(source, cluster, tables);
            session = open;
        }
        return open;
    }

    /** One that fails is not tried again: the next one is due after as many commands. */
    private void saveSnapshot() {
        Entry snapshot = queue.takeSnapshot();
        if (snapshot == null) {
            return;
        }
        try {
            Session open = session();
            table.save(open, snapshot);
            table.deleteOld(open);
            snapshotFailures.ended();
        } catch (Throwable e) {
            // Whatever it is, commands have to be appended.
            disconnect();
            snapshotFailures.failed(e);
        }
    }

    private boolean append(List<Pending> batch) {
        long first;
        try {
            begin(System.nanoTime());
            first = table.append(session(), batch.stream().map(Pending::command).toList());
        } catch (Throwable e) {
            // Whatever it is: the batch may have been accepted, and the connection may be of no use any more.
            disconnect();
            failures.failed(e);
            fail(batch, e);
            end(System.nanoTime());
            return false;
        }
        trouble = null;
        failures.ended();
        wakeups.wake();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).index().complete(first + i);
        }
        clearInterrupt();
        return true;
    }

    private void begin(long nanos) {
        Trouble before = trouble;
        long since = before == null || nanos - before.lastAt() > RECENT ? nanos : before.since();
        trouble = new Trouble(since, nanos, true);
    }

    private void end(long nanos) {
        Trouble before = trouble;
        trouble = new Trouble(before == null ? nanos : before.since(), nanos, false);
    }

    private static void fail(List<Pending> batch, Throwable cause) {
        batch.forEach(each -> each.index().completeExceptionally(cause));
        clearInterrupt();
    }

    /** What depends on a command may have interrupted this thread, which is the log's. */
    private static void clearInterrupt() {
        boolean unused = Thread.interrupted();
    }

    private void disconnect() {
        Session open = session;
        session = null;
        FailureLog.close(open);
    }
}
