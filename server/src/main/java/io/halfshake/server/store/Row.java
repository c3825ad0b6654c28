package io.halfshake.server.store;

import io.halfshake.CheckResult;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param values in the order of {@link Table#columns}; numbers are {@code Long}, others {@code String}, and null is
 *     possible where the column allows it
 */
record Row(Table table, List<@Nullable Object> values) {
    private static final int MAX_EVIDENCE = 500;

    private static Row of(Table table, @Nullable Object... values) {
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(values));
        return new Row(table, Collections.unmodifiableList(all));
    }

    static Row run(String watcher, Instant started, Instant alive) {
        return of(Table.RUNS, watcher, Micros.of(started), Micros.of(alive));
    }

    static Row loss(String watcher, Loss loss) {
        return of(Table.LOSSES, watcher, Micros.of(loss.from()), Micros.of(loss.to()), loss.events(), loss.minutes());
    }

    static Row checkpoint(long id, TargetCheckpoint checkpoint) {
        OpenOutage outage = checkpoint.outage();
        TimeBounds began = outage == null ? null : outage.began();
        return of(
                Table.CHECKPOINTS,
                id,
                Micros.of(checkpoint.at()),
                name(checkpoint.state()),
                Micros.of(checkpoint.since()),
                Micros.ofNullable(checkpoint.observedFrom()),
                Micros.ofNullable(checkpoint.confirmedAt()),
                began == null ? null : Micros.of(began.earliest()),
                began == null ? null : Micros.of(began.latest()),
                outage == null ? null : flag(outage.beganUnseen()),
                outage == null ? null : name(outage.reason()),
                outage == null ? null : Micros.of(outage.unobserved()),
                checkpoint.downtime().outages(),
                Micros.of(checkpoint.downtime().shortest()),
                Micros.of(checkpoint.downtime().longest()),
                Micros.of(checkpoint.unobserved()));
    }

    static Row transition(long id, Transition transition) {
        String evidence = transition.evidence().describe();
        return of(
                Table.TRANSITIONS,
                id,
                Micros.of(transition.at()),
                name(transition.from()),
                name(transition.to()),
                Micros.of(transition.bounds().earliest()),
                Micros.of(transition.bounds().latest()),
                transition.evidence() instanceof CheckResult.Down down ? name(down.reason()) : null,
                shortened(evidence));
    }

    static Row outage(long id, StoredOutage outage) {
        TimeBounds ended = outage.ended();
        Duration unobserved = outage.unobserved();
        return of(
                Table.OUTAGES,
                id,
                Micros.of(outage.began().latest()),
                Micros.of(outage.began().earliest()),
                flag(outage.beganUnseen()),
                outage.reason(),
                name(outage.ending()),
                ended == null ? null : Micros.of(ended.earliest()),
                ended == null ? null : Micros.of(ended.latest()),
                unobserved == null ? null : Micros.of(unobserved));
    }

    static Row span(long id, TimeSpan span) {
        return of(Table.SPANS, id, Micros.of(span.from()), Micros.of(span.to()));
    }

    static Row minute(long id, MinuteSummary minute) {
        MinuteSummary.RoundTrips trips = minute.roundTrips();
        return of(
                Table.MINUTES,
                id,
                (long) minute.minute(),
                (long) minute.ups(),
                (long) minute.downs(),
                (long) minute.unknowns(),
                (long) minute.held(),
                trips == null ? null : trips.min(),
                trips == null ? null : trips.median(),
                trips == null ? null : trips.p99(),
                trips == null ? null : trips.max());
    }

    /** {@code TIMED_OUT} as {@code timed_out}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static long flag(boolean value) {
        return value ? 1 : 0;
    }

    /** PostgreSQL has no character U+0000, and counts characters as code points. */
    private static String shortened(String text) {
        String clean = text.replace('\0', ' ');
        return clean.length() <= MAX_EVIDENCE ? clean : withoutHalfPair(clean.substring(0, MAX_EVIDENCE));
    }

    private static String withoutHalfPair(String text) {
        int last = text.length() - 1;
        return Character.isHighSurrogate(text.charAt(last)) ? text.substring(0, last) : text;
    }
}
