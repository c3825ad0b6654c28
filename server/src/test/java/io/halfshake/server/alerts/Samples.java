package io.halfshake.server.alerts;

import io.halfshake.CheckResult;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.CheckResults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transitions and alerts of a day in the past. */
final class Samples {
    static final Instant START = Instant.parse("2026-11-30T12:00:00.123456789Z");

    private Samples() {}

    static SinkConfig config(String name, @Nullable Duration reminder) {
        return new SinkConfig(
                name,
                new Destination.Slack(new Secret("http://127.0.0.1/")),
                Duration.ofSeconds(10),
                reminder,
                Duration.ofSeconds(5));
    }

    private static TimeBounds bounds(int seconds) {
        return new TimeBounds(START.plusSeconds(seconds), START.plusSeconds(seconds + 1));
    }

    private static Transition transition(String target, TargetState from, TargetState to) {
        boolean down = to == TargetState.DOWN;
        CheckResult evidence = down ? CheckResults.refused(target) : CheckResults.up(target);
        TimeBounds bounds = bounds(down ? 0 : 60);
        return new Transition(target, from, to, bounds.latest(), 0, evidence, bounds);
    }

    static Transition goesDown(String target) {
        return transition(target, TargetState.UP, TargetState.DOWN);
    }

    static Transition isDownFromTheStart(String target) {
        return transition(target, TargetState.UNKNOWN, TargetState.DOWN);
    }

    static Transition comesUp(String target) {
        return transition(target, TargetState.DOWN, TargetState.UP);
    }

    static Transition isUpFromTheStart(String target) {
        return transition(target, TargetState.UNKNOWN, TargetState.UP);
    }

    static Blindness blindness(boolean over) {
        return new Blindness(
                bounds(0),
                over ? bounds(60) : null,
                over ? 1 : 0,
                1,
                Map.of("w:1", over ? CheckResults.up("w:1") : CheckResults.timedOut("w:1")));
    }

    static AlertTarget about(String target, String... sinks) {
        return new AlertTarget("the " + target, "data", Map.of("env", "prod"), List.of(sinks));
    }

    static Alert down(String target) {
        return Alert.firing(goesDown(target), about(target));
    }

    static Alert up(String target) {
        return down(target).resolved(comesUp(target));
    }

    static String text(Alert alert) {
        Alert.Subject subject = alert.subject();
        String about = subject == null ? "blindness" : subject.target();
        return about + " " + alert.status().name().toLowerCase(Locale.ROOT);
    }

    static List<String> texts(@Nullable Message message) {
        return message == null
                ? List.of()
                : message.alerts().stream().map(Samples::text).toList();
    }

    /** A sink that is sent each change at once; configurations of another variant are not equal. */
    static SinkConfig config(String name, int variant) {
        return new SinkConfig(
                name,
                new Destination.Slack(new Secret("http://127.0.0.1/" + variant)),
                Duration.ofNanos(1),
                null,
                Duration.ofSeconds(5));
    }
}
