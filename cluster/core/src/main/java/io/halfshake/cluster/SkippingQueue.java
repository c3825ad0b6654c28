package io.halfshake.cluster;

import io.halfshake.cluster.Announcements.Queued;
import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes that wait for listeners, in order for each target. Where a listener hangs, some are skipped, so that the heap
 * that they take is limited by the number of targets: a change and the next one that reverses it, so that each change
 * that is left still begins with the state in which the one before it has ended.
 *
 * <p>For one thread at a time.
 */
final class SkippingQueue {
    /** As {@link ClusterMonitorBuilder#everywhere} promises. */
    static final int MAX_OF_A_TARGET = 4;

    private final String member;

    /** Those of one target, the oldest first. The target that has waited longest is the first. */
    private final Map<String, List<Queued>> targets = new LinkedHashMap<>();

    private boolean isSkippingLogged;

    SkippingQueue(String member) {
        this.member = member;
    }

    void addLast(Queued queued) {
        List<Queued> ofTarget = ofTarget(queued);
        ofTarget.add(queued);
        if (ofTarget.size() > MAX_OF_A_TARGET) {
            skip(ofTarget);
        }
    }

    /** Before all others of its target. */
    void addFirst(Queued queued) {
        ofTarget(queued).add(0, queued);
    }

    private List<Queued> ofTarget(Queued queued) {
        return targets.computeIfAbsent(queued.change().id().target(), target -> new ArrayList<>(1));
    }

    /** Null if there is none. */
    @Nullable
    Queued poll() {
        while (!targets.isEmpty()) {
            Map.Entry<String, List<Queued>> first =
                    targets.entrySet().iterator().next();
            List<Queued> ofTarget = first.getValue();
            targets.remove(first.getKey());
            if (!ofTarget.isEmpty()) {
                Queued next = ofTarget.remove(0);
                if (!ofTarget.isEmpty()) {
                    // Behind the other targets.
                    targets.put(first.getKey(), ofTarget);
                }
                return next;
            }
        }
        return null;
    }

    private void skip(List<Queued> ofTarget) {
        int first = 0;
        while (first < ofTarget.size() - 1 && !isReversed(ofTarget.get(first), ofTarget.get(first + 1))) {
            first++;
        }
        if (first == ofTarget.size() - 1) {
            // A target that was removed and added again, and again: its states do not follow from each other.
            ofTarget.remove(0);
        } else {
            ofTarget.subList(first, first + 2).clear();
        }
        if (!isSkippingLogged) {
            isSkippingLogged = true;
            FailSafe.log(
                    Level.WARNING,
                    "member " + member
                            + ": a listener does not take the changes of all members in time, and misses some"
                            + " that were reversed; this is not logged again",
                    null);
        }
    }

    private static boolean isReversed(Queued change, Queued next) {
        return change.change().from() == next.change().to();
    }
}
