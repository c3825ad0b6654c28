package io.halfshake.connect;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts as if they had been learned, and a process that has descriptors enough. */
final class FixedErrorTexts extends ErrorTexts {
    private final Map<Errno, String> texts;

    private FixedErrorTexts(Map<Errno, String> texts) {
        super(() -> 0);
        this.texts = texts;
    }

    static ErrorTexts none() {
        return new FixedErrorTexts(Map.of());
    }

    static ErrorTexts german() {
        return new FixedErrorTexts(Map.of(
                Errno.ECONNREFUSED,
                "Verbindungsaufbau abgelehnt",
                Errno.ENETUNREACH,
                "Das Netzwerk ist nicht erreichbar",
                Errno.EACCES,
                "Keine Berechtigung"));
    }

    @Override
    Map<Errno, String> cause() {
        return texts;
    }

    @Override
    boolean isOfEveryDescriptor(@Nullable String message) {
        return "Zu viele offene Dateien".equals(message);
    }
}
