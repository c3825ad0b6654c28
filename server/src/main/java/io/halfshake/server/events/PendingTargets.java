package io.halfshake.server.events;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Targets that have changed since they were sent, each once, the longest waiting first. Safe for many threads. */
final class PendingTargets {
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> targets = new LinkedHashSet<>();

    void add(String target) {
        lock.lock();
        try {
            targets.add(target);
        } finally {
            lock.unlock();
        }
    }

    List<String> take(int max) {
        lock.lock();
        try {
            // With room for all: none is removed that cannot be returned.
            List<String> taken = new ArrayList<>(Math.min(max, targets.size()));
            Iterator<String> each = targets.iterator();
            while (taken.size() < max && each.hasNext()) {
                taken.add(each.next());
                each.remove();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            targets.clear();
        } finally {
            lock.unlock();
        }
    }
}
