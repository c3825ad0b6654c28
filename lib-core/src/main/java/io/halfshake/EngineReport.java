package io.halfshake;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which engine a checker has, and why not a better one.
 *
 * @param name the engine's name
 * @param handshake the handshake it makes unless this process stalls
 * @param maxInFlight how many checks are in flight at once; more wait
 * @param passedOver engines that would have been preferred, each with its cause
 * @param asksHosts whether it checks hosts, so that targets need no port
 * @param shortfall why the engine does less here than it can elsewhere; null where it does all it can
 */
public record EngineReport(
        String name,
        Handshake handshake,
        int maxInFlight,
        List<PassedOver> passedOver,
        boolean asksHosts,
        @Nullable String shortfall) {
    /** Copies the list. */
    public EngineReport {
        passedOver = List.copyOf(passedOver);
    }

    /**
     * An engine that would have been preferred.
     *
     * @param engine its name
     * @param cause why it is not used
     */
    public record PassedOver(String engine, String cause) {}

    EngineReport withMaxInFlight(int checks) {
        return new EngineReport(name, handshake, checks, passedOver, asksHosts, shortfall);
    }

    /**
     * The report in one line of text.
     *
     * @return such as {@code connect (half handshake); half-open is not available: no such library}
     */
    public String describe() {
        String causes = passedOver.stream()
                .map(p -> "; " + p.engine() + " is not available: " + p.cause())
                .collect(Collectors.joining());
        String own = shortfall == null ? "" : ": " + shortfall;
        return name + " (" + Descriptions.words(handshake) + " handshake)" + own + causes;
    }
}
