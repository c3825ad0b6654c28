package io.halfshake;

import java.security.Security;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How long a resolver's answer may be used again while the next look-up of the name is held up. */
final class AnswerLifetime {
    /** The JDK's own default. */
    static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

    private AnswerLifetime() {}

    /**
     * How long an answer of the JDK's may be used again: half as long as by the JDK itself, since it may have been
     * nearly that old when the JDK gave it, and no longer than half of the JDK's default.
     */
    static long nanos() {
        return nanos(Security.getProperty("networkaddress.cache.ttl"), System.getProperty("sun.net.inetaddr.ttl"));
    }

    /** The JDK takes the second where it can make nothing of the first, and its default where of neither. */
    static long nanos(@Nullable String seconds, @Nullable String otherwise) {
        Integer set = parsed(seconds, Integer::valueOf);
        if (set == null) {
            set = parsed(otherwise, Integer::decode);
        }
        long limit = set == null || set < 0 ? MAX_NANOS : TimeUnit.SECONDS.toNanos(set);
        return Math.min(MAX_NANOS, limit) / 2;
    }

    private static @Nullable Integer parsed(@Nullable String seconds, Function<String, Integer> parser) {
        try {
            return seconds == null ? null : parser.apply(seconds.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
