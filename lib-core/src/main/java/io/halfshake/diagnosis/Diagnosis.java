package io.halfshake.diagnosis;

import io.halfshake.CheckResult;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Service down, or server down? With the results that the verdict rests on, all of them of one address.
 *
 * @param target host, or host and port, as the caller wrote them
 * @param address the address that was checked; null where a name was not resolved
 * @param verdict what the results mean together
 * @param service the result of the target's port; null where it has none
 * @param closedPorts the results of ports on which nothing should listen; two, or fewer where there was no time, or no
 *     address, to check them; unmodifiable
 * @param echo the result of an echo request; null where none was sent
 */
public record Diagnosis(
        String target,
        @Nullable InetAddress address,
        DiagnosisVerdict verdict,
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
        DiagnosisVerdict verdict = DiagnosisRules.verdict(service, closedPorts, echo);
        return new Diagnosis(target, address, verdict, service, closedPorts, echo);
    }

    /**
     * The diagnosis in one line of text; its wording may change between releases.
     *
     * @return such as {@code db:5432 (10.0.0.5): service down, the host is alive; nothing listens on the port}
     */
    public String describe() {
        return DiagnosisText.headline(this) + "; " + explanation();
    }

    /**
     * What the verdict rests on, and what else would look the same; its wording may change between releases.
     *
     * @return one sentence, without a full stop
     */
    public String explanation() {
        return DiagnosisText.explanation(this);
    }

    /**
     * The checks and their results; the wording may change between releases.
     *
     * @return a sentence for each check, such as {@code port 5432: refused (RST) after 240 us}
     */
    public List<String> evidence() {
        return DiagnosisText.evidence(this);
    }
}
