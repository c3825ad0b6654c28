package io.halfshake.server.alerts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a sink sends to. URLs are secrets, since those of Slack and others have a token in their path. */
public sealed interface Destination {
    /**
     * What a webhook gets in the place of the watcher's own JSON.
     *
     * @param template has no {@linkplain BodyTemplate#problems problems}; may have secrets in it
     * @param contentType one that {@link BodyTemplate#isContentType} accepts
     */
    record Body(Secret template, String contentType) {}

    /**
     * JSON of the watcher's own form, or the receiver's.
     *
     * @param url {@code http} or {@code https}
     * @param secret the key of the signature; null for none
     * @param headers further ones, by name; immutable
     * @param body null for the watcher's own
     */
    record Webhook(
            Secret url,
            @Nullable Secret secret,
            Map<String, Secret> headers,
            @Nullable Body body) implements Destination {}

    /**
     * Slack, or another service that takes the JSON of its incoming webhooks.
     *
     * @param url {@code http} or {@code https}
     */
    record Slack(Secret url) implements Destination {}

    /**
     * Version 2 of the API of Prometheus' Alertmanager.
     *
     * @param url the address before {@code /api/v2/alerts}, without a slash at its end
     * @param headers further ones, by name; immutable
     */
    record Alertmanager(Secret url, Map<String, Secret> headers) implements Destination {}

    /**
     * Version 2 of PagerDuty's Events API.
     *
     * @param url of its {@code enqueue}
     * @param routingKey of the integration
     * @param severity {@code critical}, {@code error}, {@code warning} or {@code info}
     */
    record PagerDuty(Secret url, Secret routingKey, String severity) implements Destination {}

    /**
     * A program, which gets the JSON of a webhook on its standard input.
     *
     * @param command the program and its arguments; not empty; immutable
     */
    record Exec(List<Secret> command) implements Destination {}
}
