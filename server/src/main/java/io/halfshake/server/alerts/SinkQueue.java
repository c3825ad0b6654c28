package io.halfshake.server.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a sink has yet to send, and when. Of each target only the latest change waits, so that a sink that was dead gets
 * one message when it is back. Time comes in as nanoseconds of any origin. For one thread at a time.
 */
final class SinkQueue {
    static final int MAX_WAITING = 10_000;
    static final long MAX_AGE_NANOS = TimeUnit.HOURS.toNanos(1);
    static final long NEVER = Long.MAX_VALUE;

    private final long windowNanos;
    private final long reminderNanos;
    private final int maxAlerts;
    private final Backoff backoff;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Map<String, Firing> firing = new LinkedHashMap<>();
    private @Nullable Batch sending;
    private long windowEndsAt;
    private long notBefore;
    private int failures;
    private long sent;
    private long failed;
    private long dropped;

    /** An alert, and since when it waits. */
    private record Waiting(Alert alert, long since) {}

    /** An alert that goes on, and when it was sent last, or was to be. */
    private record Firing(Alert alert, long sentAt) {}

    private record Batch(boolean reminder, List<Waiting> entries) {}

    SinkQueue(SinkConfig config, int maxAlerts, Backoff backoff) {
        this.windowNanos = config.window().toNanos();
        Duration reminder = config.reminder();
        this.reminderNanos = reminder == null ? 0 : reminder.toNanos();
        this.maxAlerts = maxAlerts;
        this.backoff = backoff;
    }

    /** An alert that goes on, and that the sink was sent before this queue was made. */
    void adopt(Alert alert, long now) {
        firing.put(alert.key(), new Firing(alert, now - reminderNanos));
    }

    void add(Alert alert, long now) {
        if (alert.isFiring()) {
            firing.put(alert.key(), new Firing(alert, now));
        } else {
            firing.remove(alert.key());
        }
        Waiting before = waiting.get(alert.key());
        if (before == null && waiting.size() >= MAX_WAITING) {
            dropped++;
            return;
        }
        if (waiting.isEmpty()) {
            windowEndsAt = now + windowNanos;
        }
        waiting.put(alert.key(), new Waiting(alert, now));
    }

    /** Nanoseconds until there is something to send, {@link #NEVER} while a message is under way. */
    long dueIn(long now) {
        if (sending != null) {
            return NEVER;
        }
        long due = waiting.isEmpty() ? NEVER : windowEndsAt - now;
        if (reminderNanos > 0) {
            for (Firing each : firing.values()) {
                if (!waiting.containsKey(each.alert().key())) {
                    due = Math.min(due, each.sentAt() + reminderNanos - now);
                }
            }
        }
        if (due == NEVER) {
            return NEVER;
        }
        return Math.max(0, failures == 0 ? due : Math.max(due, notBefore - now));
    }

    /** What is to be sent now; null if nothing is. To be followed by {@link #sent} or {@link #failed}. */
    @Nullable
    Message poll(long now) {
        if (dueIn(now) > 0) {
            return null;
        }
        boolean changes = !waiting.isEmpty() && windowEndsAt - now <= 0;
        return begin(changes ? changes() : new Batch(true, reminders(now)));
    }

    /** What waits, whether it is due or not; null if nothing does, or a message is under way. */
    @Nullable
    Message flush() {
        return sending != null || waiting.isEmpty() ? null : begin(changes());
    }

    private Message begin(Batch batch) {
        sending = batch;
        List<Alert> alerts = batch.entries().stream().map(Waiting::alert).toList();
        return new Message(batch.reminder(), alerts);
    }

    private Batch changes() {
        List<Waiting> taken = waiting.values().stream().limit(maxAlerts).toList();
        taken.forEach(each -> waiting.remove(each.alert().key()));
        return new Batch(false, taken);
    }

    /** Also those that would be due within a window. */
    private List<Waiting> reminders(long now) {
        List<Waiting> due = new ArrayList<>();
        for (Firing each : firing.values()) {
            boolean soon = each.sentAt() + reminderNanos - now <= windowNanos;
            if (soon && !waiting.containsKey(each.alert().key()) && due.size() < maxAlerts) {
                due.add(new Waiting(each.alert(), now));
            }
        }
        return due;
    }

    void sent(long now) {
        sent++;
        failures = 0;
        end().entries().forEach(each -> remind(each.alert(), now));
    }

    /** What was not sent waits for another attempt, unless that is of no use. Returns how many alerts were dropped. */
    int failed(SinkException cause, long now) {
        failed++;
        failures++;
        notBefore = now + backoff.delayNanos(failures, cause.retryAfter());
        Batch batch = end();
        if (batch.reminder()) {
            if (cause.isPermanent()) {
                batch.entries().forEach(each -> remind(each.alert(), now));
            }
            return 0;
        }
        Map<String, Waiting> again = new LinkedHashMap<>();
        int lost = 0;
        for (Waiting each : batch.entries()) {
            if (waiting.containsKey(each.alert().key())) {
                continue;
            }
            if (cause.isPermanent() || now - each.since() >= MAX_AGE_NANOS) {
                lost++;
            } else {
                again.put(each.alert().key(), each);
            }
        }
        // Before those that came meanwhile. They have waited for their window.
        if (!again.isEmpty()) {
            again.putAll(waiting);
            waiting.clear();
            waiting.putAll(again);
            windowEndsAt = now;
        }
        dropped += lost;
        return lost;
    }

    private Batch end() {
        Batch batch = sending;
        if (batch == null) {
            throw new IllegalStateException("no message is under way");
        }
        sending = null;
        return batch;
    }

    private void remind(Alert alert, long now) {
        firing.computeIfPresent(alert.key(), (key, each) -> new Firing(each.alert(), now));
    }

    /** What was not sent, the message under way included. */
    List<Alert> unsent() {
        Map<String, Alert> unsent = new LinkedHashMap<>();
        if (sending != null && !sending.reminder()) {
            sending.entries().forEach(each -> unsent.put(each.alert().key(), each.alert()));
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
