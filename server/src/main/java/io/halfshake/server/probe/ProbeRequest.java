package io.halfshake.server.probe;

import io.halfshake.Target;
import io.halfshake.server.web.Request;
import io.halfshake.server.web.RequestException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for.
 *
 * @param module the module's name
 * @param timeout for name resolution and check together
 * @param debug whether a person reads the response
 */
record ProbeRequest(Target target, String module, Duration timeout, boolean debug) {
    /** The name that blackbox_exporter's own examples give to a check of a TCP port. */
    static final String DEFAULT_MODULE = "tcp_connect";

    private static final String TIMEOUT_HEADER = "X-Prometheus-Scrape-Timeout-Seconds";

    /** Left for the way back to Prometheus. */
    private static final BigDecimal OFFSET = new BigDecimal("0.5");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,40})?");

    static ProbeRequest of(Request request, Map<String, ProbeModule> modules) {
        Map<String, String> parameters = request.parameters("target", "module", "debug");
        String text = parameters.get("target");
        if (text == null) {
            throw new RequestException(400, "target: missing (expected /probe?target=host:port)");
        }
        String name = parameters.getOrDefault("module", DEFAULT_MODULE);
        ProbeModule module = modules.get(name);
        if (module == null) {
            throw RequestException.of(
                    400, "module", name, "one of " + String.join(", ", new TreeSet<>(modules.keySet())));
        }
        Duration timeout = timeout(request.header(TIMEOUT_HEADER), module.timeout());
        return new ProbeRequest(target(text), name, timeout, debug(parameters.getOrDefault("debug", "false")));
    }

    private static Target target(String text) {
        try {
            return Target.parse(text);
        } catch (IllegalArgumentException e) {
            // It has the text, cut and escaped, and the rule.
            throw new RequestException(400, String.valueOf(e.getMessage()));
        }
    }

    private static boolean debug(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw RequestException.of(400, "debug", value, "true or false");
        }
        return value.equals("true");
    }

    /** Half of a scrape's timeout that is shorter than a second. */
    private static Duration timeout(@Nullable String header, Duration max) {
        if (header == null) {
            return max;
        }
        if (!SECONDS.matcher(header).matches() || new BigDecimal(header).signum() == 0) {
            throw RequestException.of(400, TIMEOUT_HEADER, header, "seconds, more than zero, such as 10 or 2.5");
        }
        BigDecimal scrape = new BigDecimal(header);
        BigDecimal offset = OFFSET.min(scrape.divide(BigDecimal.valueOf(2)));
        long nanos = scrape.subtract(offset).movePointRight(9).longValue();
        Duration limit = Duration.ofNanos(Math.max(1, nanos));
        return limit.compareTo(max) < 0 ? limit : max;
    }
}
