package io.halfshake.server.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a sink has yet to send, and when. Of each target only the latest change waits, so that a sink that was dead gets
 * one message when it is back. Time comes in as nanoseconds of any origin. For one thread at a time.
 */
final class SinkQueue {
    /** Beginnings. An end is taken in any case, or an incident would stay open. */
    static final int MAX_WAITING = 10_000;

    /** As many do not wait for the window. */
    static final int FULL = 1_000;

    /** Of an end. Targets may be renamed again and again while a sink is dead. */
    static final long MAX_AGE_NANOS = TimeUnit.DAYS.toNanos(7);

    static final long NEVER = Long.MAX_VALUE;

    private final long windowNanos;
    private final long reminderNanos;
    private final int maxAlerts;
    private final long maxPauseNanos;
    private final Backoff backoff;

    /** In the order of {@link Firing#sentAt}: by access, so that moving one to the end takes no memory. */
    private final Map<String, Firing> firing = new LinkedHashMap<>(16, 0.75f, true);

    /** Those that go on too, and of which no reminders are sent. */
    private final Map<String, Alert> paused = new LinkedHashMap<>();

    private Map<String, Waiting> waiting = new LinkedHashMap<>();

    /** The keys of beginnings that are under way, and are not to be tried again. */
    private final Set<String> withdrawn = new HashSet<>();

    private @Nullable Batch sending;
    private int nextAlerts;
    private boolean dropping;
    private boolean remindedLast;
    private long windowEndsAt;
    private long notBefore;
    private int failures;
    private long sent;
    private long failed;
    private long dropped;

    /** An alert, and since when it waits. */
    private record Waiting(Alert alert, long since) {
        boolean isBeginningOf(Predicate<String> keys) {
            return alert.isFiring() && keys.test(alert.key());
        }
    }

    /** An alert that goes on, and when it was sent last, or was to be. */
    private static final class Firing {
        final Alert alert;
        long sentAt;

        Firing(Alert alert, long sentAt) {
            this.alert = alert;
            this.sentAt = sentAt;
        }
    }

    private record Batch(boolean reminder, List<Waiting> entries) {}

    SinkQueue(SinkConfig config, int maxAlerts, Duration maxPause, Backoff backoff) {
        this.windowNanos = config.window().toNanos();
        Duration reminder = config.reminder();
        this.reminderNanos = reminder == null ? 0 : reminder.toNanos();
        this.maxAlerts = maxAlerts;
        this.nextAlerts = maxAlerts;
        this.maxPauseNanos = maxPause.toNanos();
        this.backoff = backoff;
    }

    /** An alert that goes on, and that the sink was sent before this queue was made. Before the first {@link #add}. */
    void adopt(Alert alert, long now) {
        firing.put(alert.key(), new Firing(alert, now - reminderNanos));
    }

    /** As {@link #adopt}, of one that another process sends reminders of until now. */
    void take(Alert alert, long now) {
        firing.put(alert.key(), new Firing(alert, now));
    }

    /** Another process goes on with it. What waits is sent still. */
    void release(String key) {
        firing.remove(key);
        paused.remove(key);
    }

    /** What waits is not sent any more, unless it is an end: nor once more, where it is under way and fails. */
    void withdraw(Predicate<String> keys) {
        waiting.values().removeIf(each -> each.isBeginningOf(keys));
        if (sending != null && !sending.reminder()) {
            for (Waiting each : sending.entries()) {
                if (each.isBeginningOf(keys)) {
                    withdrawn.add(each.alert().key());
                }
            }
        }
    }

    /**
     * Of alerts with these keys no reminders are sent from now on. Of others that were paused the time until the next
     * begins now.
     */
    void pauseReminders(Set<String> keys, long now) {
        for (Iterator<Alert> each = paused.values().iterator(); each.hasNext(); ) {
            Alert alert = each.next();
            if (!keys.contains(alert.key())) {
                firing.put(alert.key(), new Firing(alert, now));
                each.remove();
            }
        }
        for (String key : keys) {
            Firing pausing = firing.get(key);
            if (pausing != null) {
                paused.put(key, pausing.alert);
                firing.remove(key);
            }
        }
    }

    /** Returns whether it is the first of a series that are dropped, until a message is sent. */
    boolean add(Alert alert, long now) {
        boolean full = alert.isFiring() && waiting.size() >= MAX_WAITING && !waiting.containsKey(alert.key());
        if (!full) {
            boolean isFirst = waiting.isEmpty();
            // First: where there is no memory for an end, its alert keeps its reminders.
            waiting.put(alert.key(), new Waiting(alert, now));
            windowEndsAt = isFirst ? now + windowNanos : windowEndsAt;
        }
        if (alert.isFiring()) {
            firing.put(alert.key(), new Firing(alert, now));
        } else {
            firing.remove(alert.key());
        }
        paused.remove(alert.key());
        if (!full) {
            return false;
        }
        dropped++;
        boolean first = !dropping;
        dropping = true;
        return first;
    }

    /** Nanoseconds until there is something to send, {@link #NEVER} while a message is under way. */
    long dueIn(long now) {
        if (sending != null) {
            return NEVER;
        }
        long due = changesDueIn(now);
        if (due > 0) {
            due = Math.min(due, remindersDueIn(now));
        }
        if (due == NEVER) {
            return NEVER;
        }
        return Math.max(0, failures == 0 ? due : Math.max(due, notBefore - now));
    }

    private long changesDueIn(long now) {
        if (waiting.isEmpty()) {
            return NEVER;
        }
        return waiting.size() >= FULL ? 0 : windowEndsAt - now;
    }

    private long remindersDueIn(long now) {
        if (reminderNanos > 0) {
            for (Firing each : firing.values()) {
                if (!waiting.containsKey(each.alert.key())) {
                    return each.sentAt + reminderNanos - now;
                }
            }
        }
        return NEVER;
    }

    /** What is to be sent now; null if nothing is. To be followed by {@link #sent} or {@link #failed}. */
    @Nullable
    Message poll(long now) {
        if (dueIn(now) > 0) {
            return null;
        }
        return begin(areChangesFirst(now) ? changes() : new Batch(true, reminders(now)));
    }

    /**
     * What is late for longer, so that changes that never cease do not keep reminders back; no reminder twice in a row.
     */
    private boolean areChangesFirst(long now) {
        long due = changesDueIn(now);
        return due <= 0 && (remindedLast || due <= remindersDueIn(now));
    }

    /** What waits, whether it is due or not; null if nothing does, or a message is under way. */
    @Nullable
    Message flush() {
        return sending != null || waiting.isEmpty() ? null : begin(changes());
    }

    /** An error must not leave a message half taken: the queue changes when nothing can fail any more. */
    private Message begin(Batch batch) {
        Message message = new Message(
                batch.reminder(), batch.entries().stream().map(Waiting::alert).toList());
        if (!batch.reminder()) {
            batch.entries().forEach(each -> waiting.remove(each.alert().key()));
        }
        sending = batch;
        remindedLast = batch.reminder();
        return message;
    }

    boolean isSending() {
        return sending != null;
    }

    private Batch changes() {
        return new Batch(false, waiting.values().stream().limit(nextAlerts).toList());
    }

    /** Also those that would be due within a window. */
    private List<Waiting> reminders(long now) {
        List<Waiting> due = new ArrayList<>();
        for (Firing each : firing.values()) {
            boolean soon = each.sentAt + reminderNanos - now <= windowNanos;
            if (soon && !waiting.containsKey(each.alert.key()) && due.size() < nextAlerts) {
                due.add(new Waiting(each.alert, now));
            }
        }
        return due;
    }

    void sent(long now) {
        Batch batch = underWay();
        sending = null;
        withdrawn.clear();
        sent++;
        failures = 0;
        dropping = false;
        nextAlerts = Math.min(maxAlerts, 2 * nextAlerts);
        batch.entries().forEach(each -> remind(each.alert(), now));
    }

    /**
     * What was not sent waits for another attempt, unless that is of no use. A refusal of several alerts may be meant
     * for one of them, or for their number: they are tried again at once in halves. Returns how many were dropped.
     */
    int failed(SinkException cause, long now) {
        Batch batch = underWay();
        failed++;
        boolean refused = cause.isPermanent() && batch.entries().size() == 1;
        if (cause.isPermanent() && !refused) {
            nextAlerts = batch.entries().size() / 2;
        } else {
            failures++;
            notBefore = now + Math.min(maxPauseNanos, backoff.delayNanos(failures, cause.retryAfter()));
        }
        if (batch.reminder()) {
            if (refused) {
                batch.entries().forEach(each -> remind(each.alert(), now));
            }
            sending = null;
            return 0;
        }
        Map<String, Waiting> again = new LinkedHashMap<>();
        int lost = 0;
        for (Waiting each : batch.entries()) {
            boolean old = !each.alert().isFiring() && now - each.since() >= MAX_AGE_NANOS;
            if (waiting.containsKey(each.alert().key())
                    || withdrawn.contains(each.alert().key())) {
                continue;
            }
            if (refused || (old && !cause.isPermanent())) {
                lost++;
            } else {
                again.put(each.alert().key(), each);
            }
        }
        // Before those that came meanwhile. They have waited for their window.
        if (!again.isEmpty()) {
            again.putAll(waiting);
            waiting = again;
            windowEndsAt = now;
        }
        sending = null;
        withdrawn.clear();
        dropped += lost;
        return lost;
    }

    private Batch underWay() {
        Batch batch = sending;
        if (batch == null) {
            throw new IllegalStateException("no message is under way");
        }
        return batch;
    }

    private void remind(Alert alert, long now) {
        Firing each = firing.get(alert.key());
        if (each != null) {
            each.sentAt = now;
        }
    }

    /** What was not sent, the message under way included. */
    List<Alert> unsent() {
        Map<String, Alert> unsent = new LinkedHashMap<>();
        if (sending != null && !sending.reminder()) {
            sending.entries().stream()
                    .filter(each -> !withdrawn.contains(each.alert().key()))
                    .forEach(each -> unsent.put(each.alert().key(), each.alert()));
        }
        waiting.forEach((key, each) -> unsent.put(key, each.alert()));
        return List.copyOf(unsent.values());
    }

    SinkStats stats() {
        int underWay =
                sending == null || sending.reminder() ? 0 : sending.entries().size();
        return new SinkStats(sent, failed, dropped, waiting.size() + underWay);
    }
}
