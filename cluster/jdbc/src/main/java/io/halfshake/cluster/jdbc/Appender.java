package io.halfshake.cluster.jdbc;

import io.halfshake.cluster.jdbc.CommandQueue.Pending;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Appends what was proposed, in batches, over a connection of its own. */
final class Appender implements Runnable {
    private static final long BACKOFF_MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final DataSource source;
    private final String cluster;
    private final CommandQueue queue;
    private final LogTable table;
    private final Runnable onAppended;
    private final FailureLog failures;
    private @Nullable Connection connection;

    /**
     * To be run by one thread, until the queue is closed.
     *
     * @param onAppended called after each batch, by that thread
     */
    Appender(DataSource source, String cluster, CommandQueue queue, Runnable onAppended) {
        this.source = source;
        this.cluster = cluster;
        this.queue = queue;
        this.table = new LogTable(cluster);
        this.onAppended = onAppended;
        this.failures = new FailureLog("cluster " + cluster + ": commands cannot be appended");
    }

    @Override
    public void run() {
        try {
            while (!queue.isClosed()) {
                List<Pending> batch = queue.take();
                if (!batch.isEmpty() && !append(batch)) {
                    pause();
                }
            }
        } catch (InterruptedException e) {
            // Of nobody but an application that stops all threads.
            Thread.currentThread().interrupt();
        } finally {
            queue.close();
            fail(queue.drain(), new IllegalStateException("log of " + cluster + ": closed"));
            disconnect();
        }
    }

    /** Those that came while the database could not be had do not wait for it: most are obsolete by then. */
    private void pause() throws InterruptedException {
        queue.awaitClosed(BACKOFF_MILLIS);
        fail(queue.drain(), new SQLException("log of " + cluster + ": the database cannot be reached"));
    }

    private boolean append(List<Pending> batch) {
        long first;
        try {
            Connection open = connection;
            if (open == null) {
                open = Session.open(source, cluster);
                connection = open;
            }
            first = table.append(open, batch.stream().map(Pending::command).toList());
        } catch (Throwable e) {
            // Whatever it is: the batch may have been accepted, and the connection may be of no use any more.
            disconnect();
            failures.failed(e);
            fail(batch, e);
            return false;
        }
        failures.ended();
        onAppended.run();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).index().complete(first + i);
        }
        return true;
    }

    private static void fail(List<Pending> batch, Throwable cause) {
        batch.forEach(each -> each.index().completeExceptionally(cause));
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        FailureLog.close(open);
    }
}
