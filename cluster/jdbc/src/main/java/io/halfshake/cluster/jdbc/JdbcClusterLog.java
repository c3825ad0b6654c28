package io.halfshake.cluster.jdbc;

import io.halfshake.cluster.jdbc.CommandQueue.Pending;
import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.cluster.spi.LogListener;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The log of a cluster as tables of a PostgreSQL database, version 11 or newer. Members need no connection to each
 * other, and any number of them goes on, one alone too, while the database accepts commands.
 *
 * <h2>Behaviour</h2>
 *
 * The tables, whose names begin with {@code halfshake_cluster}, are made in the first schema of the search path when
 * the first member starts, unless they are there. All clusters of a schema share them. A member that does not reach the
 * database keeps trying once a second; what is proposed meanwhile fails.
 *
 * <p>A member has one row, in which it counts a heartbeat each second; one that does not count for four seconds is
 * taken for lost, as is one that cannot read the log or append to it. No clock has to agree with another one. A member
 * that starts learns within some five seconds which others are alive. The member that is there for longest is the
 * leader.
 *
 * <p>What was accepted has to stay so: the data source has to lead to the primary server, with
 * {@code synchronous_commit} on. A member that finds that the database has lost what the member has applied, as after a
 * failover to a replica that was behind, ends, with the reason in the log of the application: start it anew.
 *
 * <h2>Threading</h2>
 *
 * Two threads for each log, each of which holds a connection of the data source as long as it works. A statement has
 * five seconds, and the network ten; how long a new connection may take is up to the data source. Stages that
 * {@link #propose} returns complete on one of the threads: what depends on them must not block it.
 *
 * <h2>Lifecycle</h2>
 *
 * A {@link io.halfshake.cluster.ClusterMonitor} starts and closes it. The data source is not closed.
 */
public final class JdbcClusterLog implements ClusterLog {
    private static final long MAX_CLOSE = TimeUnit.SECONDS.toNanos(1);

    private final DataSource source;
    private final String cluster;
    private final CommandQueue queue = new CommandQueue();
    private final Wakeups wakeups = new Wakeups();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile @Nullable Follower follower;
    private volatile @Nullable Thread appending;
    private volatile @Nullable Thread following;

    private JdbcClusterLog(DataSource source, String cluster) {
        this.source = source;
        this.cluster = cluster;
    }

    /**
     * For one member, without connecting yet.
     *
     * @param source gives connections to one database as a user that may read and write the tables, and create them if
     *     they are not there
     * @param cluster the name of the cluster, the same for all members; 1 to 64 characters
     * @return a new log
     * @throws IllegalArgumentException if the name is empty or longer, or has U+0000, which PostgreSQL does not store
     */
    public static JdbcClusterLog create(DataSource source, String cluster) {
        Objects.requireNonNull(source, "source");
        if (cluster.isEmpty() || cluster.length() > 64 || cluster.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "cluster: \"" + cluster + "\" (expected 1 to 64 characters without U+0000)");
        }
        return new JdbcClusterLog(source, cluster);
    }

    @Override
    public void start(String member, LogListener listener) {
        if (member.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "member: \"" + member + "\" (expected no U+0000, which PostgreSQL does not store)");
        }
        if (follower != null) {
            throw new IllegalStateException("log of " + cluster + ": started already (expected one start)");
        }
        AtomicReference<@Nullable String> tables = new AtomicReference<>();
        Consumer<Exception> onFailure = cause -> failed(listener, cause);
        Appender appender = new Appender(source, cluster, tables, queue, wakeups, onFailure);
        Follower newFollower =
                new Follower(source, cluster, member, tables, listener, queue, wakeups, appender, onFailure);
        follower = newFollower;
        boolean isStarted = false;
        try {
            appending = start("append", appender);
            following = start("follow", newFollower);
            isStarted = true;
        } finally {
            if (!isStarted) {
                close();
            }
        }
    }

    /** By either thread, which is of no use without the other. */
    private void failed(LogListener listener, Exception cause) {
        boolean isFirst = !isOver.getAndSet(true);
        // Before the listener, which may throw, and may propose.
        wakeups.close();
        queue.close();
        if (isFirst) {
            listener.failed(cause);
        }
    }

    private Thread start(String does, Runnable task) {
        Thread thread = new Thread(task, "halfshake-cluster-" + cluster + "-" + does);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public CompletionStage<Long> propose(byte[] command) {
        if (command.length > MAX_COMMAND_BYTES) {
            throw new IllegalArgumentException(
                    "command: " + command.length + " bytes (expected at most " + MAX_COMMAND_BYTES + ")");
        }
        CompletableFuture<Long> index = new CompletableFuture<>();
        if (!queue.add(new Pending(command, index))) {
            index.completeExceptionally(new IllegalStateException(
                    "log of " + cluster + ": " + (queue.isClosed() ? "closed" : "too much waits for the database")));
        }
        return index.minimalCompletionStage();
    }

    @Override
    public Set<String> view() {
        Follower started = follower;
        return started == null ? Set.of() : started.view();
    }

    @Override
    public boolean isLeader() {
        Follower started = follower;
        return started != null && started.isLeader();
    }

    @Override
    public void close() {
        isOver.set(true);
        wakeups.close();
        queue.close();
        IllegalStateException closed = new IllegalStateException("log of " + cluster + ": closed");
        queue.drain().forEach(each -> each.index().completeExceptionally(closed));
        long end = System.nanoTime() + MAX_CLOSE;
        await(following, end);
        await(appending, end);
    }

    /** One that waits for the network ends by itself later. */
    private static void await(@Nullable Thread thread, long end) {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            // Zero would be without end.
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
