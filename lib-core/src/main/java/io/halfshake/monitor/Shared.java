package io.halfshake.monitor;

import io.halfshake.Evidence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What the targets of one monitor have in common, so that a million of them need not keep it each. */
final class Shared {
    private static final int MOST = 1_000;

    private final Map<Evidence, Evidence> evidences = new ConcurrentHashMap<>();
    private final Map<Plan, Plan> plans = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();

    /** An exception with its stack is bigger than all else a target has: an outage of the resolver must not fill us. */
    private final Map<LastResult, Throwable> causes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<LastResult, Throwable> eldest) {
            return size() > MOST;
        }
    };

    Evidence evidence(Evidence evidence) {
        return one(evidences, evidence);
    }

    Plan plan(Plan plan) {
        return one(plans, plan);
    }

    private static <T> T one(Map<T, T> known, T value) {
        T same = known.get(value);
        if (same == null && known.size() < MOST) {
            same = known.putIfAbsent(value, value);
        }
        return same == null ? value : same;
    }

    void keepCause(LastResult of, @Nullable Throwable cause) {
        if (cause != null) {
            lock.lock();
            try {
                causes.put(of, cause);
            } finally {
                lock.unlock();
            }
        }
    }

    void forgetCause(LastResult of) {
        lock.lock();
        try {
            causes.remove(of);
        } finally {
            lock.unlock();
        }
    }

    @Nullable
    Throwable cause(LastResult of) {
        lock.lock();
        try {
            return causes.get(of);
        } finally {
            lock.unlock();
        }
    }
}
