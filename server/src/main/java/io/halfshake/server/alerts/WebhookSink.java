package io.halfshake.server.alerts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Posts the JSON of {@link AlertJson}, or what a {@link BodyTemplate} makes of a message, with a signature of the body
 * where there is a secret.
 */
final class WebhookSink implements Sink {
    static final String SIGNATURE = "X-Halfshake-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private final HttpSender sender;
    private final @Nullable Secret secret;
    private final @Nullable BodyTemplate template;

    WebhookSink(Destination.Webhook webhook, Duration timeout) {
        Destination.Body body = webhook.body();
        String contentType = body == null ? HttpSender.JSON : BodyTemplate.contentType(body);
        this.sender = new HttpSender(webhook.url(), webhook.headers(), timeout, contentType);
        this.secret = webhook.secret();
        this.template = body == null ? null : BodyTemplate.of(body);
    }

    @Override
    public int maxAlerts() {
        return template != null && template.isPerAlert() ? 1 : Sink.super.maxAlerts();
    }

    @Override
    public void send(Message message, Instant now) throws SinkException, InterruptedException {
        byte[] body = template == null ? AlertJson.message(message, now) : template.body(message, now);
        sender.post(body, secret == null ? Map.of() : Map.of(SIGNATURE, signature(secret, body)));
    }

    static String signature(Secret secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + ", which every JDK has", e);
        }
    }
}
