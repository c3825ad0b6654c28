package io.halfshake.cluster.jdbc;

import io.halfshake.cluster.jdbc.LogTable.Entry;
import io.halfshake.cluster.jdbc.MemberTable.Reading;
import io.halfshake.cluster.jdbc.Presence.Beat;
import io.halfshake.cluster.jdbc.Presence.Sighting;
import io.halfshake.cluster.spi.LogListener;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Applies what was accepted, and shows the other members that this one is alive, over one connection: a member that
 * does not get on with the log is missed by the others.
 */
final class Follower implements Runnable {
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long BEAT = TimeUnit.SECONDS.toNanos(1);
    private static final long BACKOFF = TimeUnit.SECONDS.toNanos(1);
    private static final int ATTEMPTS_SOON = 5;

    /** Between two looks at the heartbeats of the others. */
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(250);

    /** Without a heartbeat for so long, a member whose connection has ended is taken for lost. */
    private static final long GONE_AFTER = TimeUnit.MILLISECONDS.toNanos(500);

    /** Without a heartbeat for so long, a member is taken for lost. */
    private static final long LOST_AFTER = TimeUnit.SECONDS.toNanos(4);

    /** Between two readings of heartbeats. Beyond that, all members have to be observed anew. */
    private static final long MAX_STEP = TimeUnit.SECONDS.toNanos(2);

    private static final long FORGOTTEN_AFTER = TimeUnit.HOURS.toNanos(1);

    private static final int COMMANDS_PER_SNAPSHOT = 10_000;
    private static final long BYTES_PER_SNAPSHOT = 64L << 20;

    /** What this member knows of the others, as of a moment of its monotonic clock. */
    private record Seen(Set<String> view, boolean isLeader, long at) {}

    private final DataSource source;
    private final String cluster;
    private final String member;
    private final AtomicReference<@Nullable String> tables;
    private final LogListener listener;
    private final LogTable table;
    private final MemberTable members;
    private final Presence presence = new Presence(GONE_AFTER, LOST_AFTER, FORGOTTEN_AFTER, MAX_STEP);
    private final CommandQueue queue;
    private final Wakeups wakeups;
    private final Appender appender;
    private final Consumer<Exception> onFailure;
    private final FailureLog failures;
    private final FailureLog nameFailures;
    private final long process = ThreadLocalRandom.current().nextLong();
    private volatile @Nullable Seen seen;
    private boolean hasTakenName;
    private boolean hasName;
    private long beatAt;
    private long lookedAt;

    /** The process of the server at the last look; 0 before the first. */
    private int backend;

    /** Whether a pooler gives one connection several processes of the server: locks say nothing of members then. */
    private boolean arePooled;

    private long applied;

    /** The prefix of what was applied last; null if that was a snapshot. */
    private byte @Nullable [] last;

    private int commands;
    private long bytes;

    /**
     * To be run by one thread, until the wakeups are closed.
     *
     * @param tables as for {@link Session#open}
     * @param queue takes snapshots
     * @param wakeups each lets this look at the log at once
     * @param appender without which there is no heartbeat
     * @param onFailure called where this ends, although the wakeups are open
     */
    Follower(
            DataSource source,
            String cluster,
            String member,
            AtomicReference<@Nullable String> tables,
            LogListener listener,
            CommandQueue queue,
            Wakeups wakeups,
            Appender appender,
            Consumer<Exception> onFailure) {
        this.source = source;
        this.cluster = cluster;
        this.member = member;
        this.tables = tables;
        this.listener = listener;
        this.queue = queue;
        this.wakeups = wakeups;
        this.appender = appender;
        this.onFailure = onFailure;
        this.table = new LogTable(cluster);
        this.members = new MemberTable(cluster);
        this.failures = new FailureLog(
                "cluster " + cluster + ": commands and heartbeats cannot be read",
                "cluster " + cluster + ": commands and heartbeats can be read again");
        this.nameFailures = new FailureLog(
                "cluster " + cluster + ": member " + member + " is not seen by the others",
                "cluster " + cluster + ": member " + member + " is seen by the others again");
    }

    /** Empty while that is not known. */
    Set<String> view() {
        Seen known = known();
        return known == null ? Set.of() : known.view();
    }

    boolean isLeader() {
        Seen known = known();
        return known != null && known.isLeader();
    }

    private @Nullable Seen known() {
        Seen known = seen;
        return known == null || System.nanoTime() - known.at() > LOST_AFTER ? null : known;
    }

    @Override
    public void run() {
        try {
            int soon = 0;
            while (!wakeups.isClosed()) {
                long begun = System.nanoTime();
                follow();
                seen = null;
                // After one that has worked, soon, so that the others do not miss this member.
                soon = System.nanoTime() - begun >= BACKOFF ? ATTEMPTS_SOON : Math.max(0, soon - 1);
                wakeups.awaitClosed(soon > 0 ? POLL : BACKOFF);
            }
        } catch (LogLostException e) {
            onFailure.accept(e);
        } catch (Throwable e) {
            // Also where an application stops all threads.
            onFailure.accept(
                    new IllegalStateException("log of " + cluster + ": member " + member + " follows it no more", e));
        } finally {
            seen = null;
        }
    }

    /** Over one connection, until it fails. */
    private void follow() throws LogLostException, InterruptedException {
        Session session = null;
        try {
            session = Session.open(source, cluster, tables);
            beatAt = System.nanoTime() - BEAT;
            lookedAt = System.nanoTime() - LOOK;
            backend = 0;
            presence.reconnected();
            while (!wakeups.isClosed()) {
                // First: a member that cannot read the log must not be seen.
                boolean isBehind = readSome(session);
                beat(session);
                look(session);
                offerSnapshot();
                failures.ended();
                if (!isBehind) {
                    wakeups.await(POLL);
                }
            }
            members.delete(session, member, process);
        } catch (LogLostException | ListenerException e) {
            if (session != null) {
                leave(session);
            }
            throw e;
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            // Whatever it is, the member has to go on once it is over.
            failures.failed(e);
        } finally {
            FailureLog.close(session);
        }
    }

    /** So that the others need not wait. Where that fails, they do. */
    private void leave(Session session) {
        try {
            members.delete(session, member, process);
        } catch (SQLException e) {
            failures.failed(e);
        }
    }

    private void beat(Session session) throws SQLException {
        long nanos = System.nanoTime();
        if (nanos - beatAt < BEAT) {
            return;
        }
        if (appender.stuckFor(nanos) > LOST_AFTER) {
            seen = null;
            return;
        }
        beatAt = nanos;
        // Once, and again where the process that has taken it is gone: this one may still be the member.
        boolean takes = !hasTakenName || presence.isLost(member);
        // Before: without an answer it may have taken it, and must not take it again from one that came later.
        hasTakenName = true;
        hasName = members.beat(session, member, process, takes);
        if (hasName) {
            nameFailures.ended();
        } else {
            nameFailures.failed(
                    new IllegalStateException("another process has this name (expected a name of its own for each)"));
        }
    }

    private void look(Session session) throws SQLException {
        long nanos = System.nanoTime();
        // Not while no heartbeat is counted: the others miss this member then.
        if (nanos - lookedAt < LOOK || nanos - beatAt > LOST_AFTER) {
            return;
        }
        lookedAt = nanos;
        boolean unused = session.lock(process);
        Reading reading = members.read(session, process);
        arePooled |= backend != 0 && reading.backend() != 0 && reading.backend() != backend;
        backend = reading.backend();
        presence.read(
                arePooled
                        ? reading.sightings().stream()
                                .map(each -> new Sighting(each.beat(), true))
                                .toList()
                        : reading.sightings(),
                System.nanoTime());
        boolean isLeader = hasName && presence.isFirst(member);
        seen = new Seen(hasName ? presence.view() : Set.of(), isLeader, nanos);
        if (isLeader) {
            for (Beat each : presence.forgotten()) {
                members.delete(session, each.member(), each.process());
            }
        }
    }

    /** Returns whether there may be more at once. */
    private boolean readSome(Session session) throws SQLException, LogLostException {
        // With the prefix of the last one that was applied, so that a database that has lost it is found out before
        // anything else.
        List<Entry> entries = table.read(session, applied);
        for (Entry entry : entries) {
            if (wakeups.isClosed()) {
                return false;
            }
            if (entry.index() == applied) {
                requireSame(entry);
            } else if (entry.index() == applied + 1) {
                apply(entry);
            } else {
                break;
            }
        }
        boolean hasApplied =
                !entries.isEmpty() && entries.get(entries.size() - 1).index() == applied;
        if (hasApplied) {
            return entries.size() > 1;
        }
        return (applied > 0 || table.first(session) > 1) && restore(session);
    }

    private void requireSame(Entry entry) throws LogLostException {
        byte[] found = LogTable.prefix(entry.bytes());
        if (last != null && !Arrays.equals(last, found)) {
            throw new LogLostException("table halfshake_cluster_log, " + cluster + ": command " + applied
                    + " is another one than this member has applied (expected the same: was the database restored?)");
        }
        last = found;
    }

    private void apply(Entry entry) {
        try {
            listener.applied(entry.index(), entry.bytes());
        } catch (Throwable e) {
            throw new ListenerException("command " + entry.index() + " cannot be applied", e);
        }
        applied = entry.index();
        last = LogTable.prefix(entry.bytes());
        commands++;
        bytes += entry.bytes().length;
    }

    /** For a member of which the next command was deleted. */
    private boolean restore(Session session) throws SQLException, LogLostException {
        Entry snapshot = table.snapshot(session);
        if (snapshot == null || snapshot.index() <= applied) {
            throw new LogLostException("table halfshake_cluster_log, " + cluster + ": command " + Math.max(1, applied)
                    + " is missing (expected it, or a snapshot after it: was the database restored?)");
        }
        if (wakeups.isClosed()) {
            return false;
        }
        try {
            listener.restore(snapshot.index(), snapshot.bytes());
        } catch (IllegalArgumentException e) {
            throw new LogLostException("table halfshake_cluster_snapshot, " + cluster + ", index " + snapshot.index()
                    + ": " + e.getMessage());
        } catch (Throwable e) {
            throw new ListenerException("snapshot " + snapshot.index() + " cannot be restored", e);
        }
        applied = snapshot.index();
        last = null;
        commands = 0;
        bytes = 0;
        return true;
    }

    private void offerSnapshot() {
        if (isLeader() && !wakeups.isClosed() && (commands >= COMMANDS_PER_SNAPSHOT || bytes >= BYTES_PER_SNAPSHOT)) {
            // First: one that fails is tried again after as many commands, and not at once.
            commands = 0;
            bytes = 0;
            queue.addSnapshot(new Entry(applied, listener.snapshot()));
        }
    }

    /** The listener has failed, and is not to be called again. */
    private static final class ListenerException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ListenerException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
