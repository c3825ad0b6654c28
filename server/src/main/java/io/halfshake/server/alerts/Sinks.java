package io.halfshake.server.alerts;

import java.time.Duration;
import java.util.Objects;

/** Makes a sink for each kind of destination. */
final class Sinks {
    private static final Duration ALERTMANAGER_REMINDER = Duration.ofMinutes(1);

    private Sinks() {}

    static Sink of(SinkConfig config) {
        Destination destination = config.destination();
        Duration timeout = config.timeout();
        if (destination instanceof Destination.Webhook webhook) {
            return new WebhookSink(webhook, timeout);
        }
        if (destination instanceof Destination.Slack slack) {
            return new SlackSink(slack, timeout);
        }
        if (destination instanceof Destination.Alertmanager alertmanager) {
            Duration reminder = Objects.requireNonNullElse(config.reminder(), ALERTMANAGER_REMINDER);
            return new AlertmanagerSink(alertmanager, reminder, timeout);
        }
        if (destination instanceof Destination.PagerDuty pagerDuty) {
            return new PagerDutySink(pagerDuty, timeout);
        }
        if (destination instanceof Destination.Exec exec) {
            return new ExecSink(exec, timeout);
        }
        throw new IllegalArgumentException("sink: " + config.name() + " (expected a known type)");
    }
}
