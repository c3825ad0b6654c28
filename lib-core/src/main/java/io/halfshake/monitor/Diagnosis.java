package io.halfshake.monitor;

import io.halfshake.CheckResult;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Service down, or server down? With the answers that the verdict rests on, all of them from one address.
 *
 * @param target host, or host and port, as the caller wrote them
 * @param address the address that was asked; null where a name was not resolved
 * @param verdict what the answers mean together
 * @param service what the port asked about answered; null where there is no such port
 * @param closedPorts what ports answered on which nothing should listen; two, or fewer where there was no time, or no
 *     address, to ask them; unmodifiable
 * @param echo the answer to an echo request; null where none was sent
 */
public record Diagnosis(
        String target,
        @Nullable InetAddress address,
        Verdict verdict,
        @Nullable CheckResult service,
        List<CheckResult> closedPorts,
        @Nullable CheckResult echo) {
    /** Copies the list. */
    public Diagnosis {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(verdict, "verdict");
        closedPorts = List.copyOf(closedPorts);
    }

    /** The verdict follows from the answers. */
    static Diagnosis of(
            String target,
            @Nullable InetAddress address,
            @Nullable CheckResult service,
            List<CheckResult> closedPorts,
            @Nullable CheckResult echo) {
        Verdict verdict = DiagnosisRules.verdict(service, closedPorts, echo);
        return new Diagnosis(target, address, verdict, service, closedPorts, echo);
    }

    /**
     * The diagnosis in one line for people; its wording may change between releases.
     *
     * @return such as {@code db:5432 (10.0.0.5): service down, the host is alive; nothing listens on the port}
     */
    public String describe() {
        return DiagnosisText.headline(this) + "; " + explanation();
    }

    /**
     * What the verdict rests on, and what else would look the same; its wording may change between releases.
     *
     * @return one sentence for people, without a full stop
     */
    public String explanation() {
        return DiagnosisText.explanation(this);
    }

    /**
     * What was asked and what came of it; the wording may change between releases.
     *
     * @return a sentence for each question, such as {@code port 5432: refused (RST) after 240 us}
     */
    public List<String> evidence() {
        return DiagnosisText.evidence(this);
    }

    /**
     * This diagnosis as a JSON object on one line.
     *
     * @return such as {@code {"target":"db:5432","address":"10.0.0.5","verdict":"service_down",...}}
     */
    public String toJson() {
        return Json.of(this);
    }
}
