package io.halfshake.cluster;

import static io.halfshake.cluster.VirtualTime.SECOND;

import io.halfshake.monitor.TargetState;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** What really happens to the targets of a history: when each of them is up and when it is down. */
final class Course {
    /** Of each target the moments from which it is up (true) or down. */
    private final Map<String, NavigableMap<Long, Boolean>> courses = new TreeMap<>();

    /** Random changes until the end given, and none after it. Some are too short to be found. */
    Course(Random random, int targets, long end) {
        for (int i = 0; i < targets; i++) {
            NavigableMap<Long, Boolean> course = new TreeMap<>();
            boolean isUp = random.nextInt(4) > 0;
            course.put(0L, isUp);
            long at = between(random, 5, 30);
            while (at < end) {
                isUp = !isUp;
                course.put(at, isUp);
                at += random.nextInt(4) == 0 ? between(random, 1, 3) : between(random, 5, 30);
            }
            courses.put("10.0." + random.nextInt(256) + "." + i + ":443", course);
        }
    }

    private static long between(Random random, int from, int to) {
        return (from * SECOND) + (long) (random.nextDouble() * (to - from) * SECOND);
    }

    List<String> targets() {
        return List.copyOf(courses.keySet());
    }

    TargetState at(String target, long moment) {
        boolean isUp = Objects.requireNonNull(course(target).floorEntry(moment), target)
                .getValue();
        return isUp ? TargetState.UP : TargetState.DOWN;
    }

    /** Whether it came into its state of the second moment after the first. */
    boolean hasChanged(String target, long after, long upTo) {
        return Objects.requireNonNull(course(target).floorKey(upTo), target) >= after;
    }

    /** When its state changes next after a moment; in a century if it does not. */
    long next(String target, long after) {
        Long next = course(target).higherKey(after);
        return next == null ? 100L * 365 * 86_400 * SECOND : next;
    }

    /** How often its state has changed up to a moment. */
    int changes(String target, long upTo) {
        return course(target).headMap(upTo, true).size() - 1;
    }

    private NavigableMap<Long, Boolean> course(String target) {
        NavigableMap<Long, Boolean> course = courses.get(target);
        if (course == null) {
            throw new IllegalArgumentException("target: " + target + " (expected one of " + courses.keySet() + ")");
        }
        return course;
    }
}
