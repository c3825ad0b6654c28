package io.halfshake;

import io.halfshake.LookupQueue.Lane;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the last look-up of each name was like, of the names used last. Guarded by its user's lock. */
final class LookupHistory {
    static final int MAX_NAMES = 16_384;

    private static final class Name {
        Lane lane = Lane.NEW;

        @Nullable
        List<InetAddress> answer;

        long answeredAt;
    }

    private final long answerNanos;
    private final Map<String, Name> names = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Name> eldest) {
            return size() > MAX_NAMES;
        }
    };

    /** {@code answerNanos}: how long an answer may be used again. */
    LookupHistory(long answerNanos) {
        this.answerNanos = answerNanos;
    }

    Lane lane(String key) {
        Name name = names.get(key);
        return name == null ? Lane.NEW : name.lane;
    }

    /** The last answer, if it is young enough to be used once more; else null. */
    @Nullable
    List<InetAddress> fresh(String key, long now) {
        Name name = names.get(key);
        return name == null || name.answer == null || now - name.answeredAt >= answerNanos ? null : name.answer;
    }

    /**
     * A look-up has ended.
     *
     * @param failed whether it brought nothing
     * @param late whether it came too late for all its callers
     */
    void lookedUp(String key, long tookNanos, boolean failed, boolean late) {
        if (tookNanos > LookupQueue.QUICK_NANOS) {
            remembered(key).lane = failed || late ? Lane.HUNG : Lane.SLOW;
        } else if (!failed) {
            remembered(key).lane = Lane.QUICK;
        }
        // A quick failure may be the JDK's memory of one that hung: it says nothing new.
    }

    /** The answer of the last look-up; null if it failed. */
    void answered(String key, @Nullable List<InetAddress> answer, long now) {
        Name name = answer == null ? names.get(key) : remembered(key);
        if (name != null) {
            name.answer = answer;
            name.answeredAt = now;
        }
    }

    private Name remembered(String key) {
        return names.computeIfAbsent(key, k -> new Name());
    }
}
