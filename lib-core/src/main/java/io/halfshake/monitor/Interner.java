package io.halfshake.monitor;

import io.halfshake.Evidence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Values that are equal for many targets of a monitor, kept once: a million targets must not keep each its own. */
final class Interner {
    private static final int MAX_KNOWN = 1_000;

    private final Map<Evidence, Evidence> evidences = new ConcurrentHashMap<>();
    private final Map<EffectiveSettings, EffectiveSettings> plans = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * An exception with its stack is bigger than all else of a target: an outage of the resolver must not fill the
     * heap. By what they are the causes of: each of them is equal to itself only.
     */
    private final Map<Object, Throwable> causes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Throwable> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    Evidence evidence(Evidence evidence) {
        return one(evidences, evidence);
    }

    EffectiveSettings plan(EffectiveSettings effective) {
        return one(plans, effective);
    }

    private static <T> T one(Map<T, T> known, T value) {
        T same = known.get(value);
        if (same == null && known.size() < MAX_KNOWN) {
            same = known.putIfAbsent(value, value);
        }
        return same == null ? value : same;
    }

    void keepCause(Object of, @Nullable Throwable cause) {
        if (cause != null) {
            lock.lock();
            try {
                causes.put(of, cause);
            } finally {
                lock.unlock();
            }
        }
    }

    void forgetCause(Object of) {
        lock.lock();
        try {
            causes.remove(of);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Throwable cause(Object of) {
        lock.lock();
        try {
            return causes.get(of);
        } finally {
            lock.unlock();
        }
    }
}
