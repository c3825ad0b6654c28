package io.halfshake.diagnosis;

import io.halfshake.CheckResult;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From answers to a verdict: a pure function, the part of a diagnosis that must not be wrong. */
final class DiagnosisRules {
    /** With fewer, a port that happens to be open would pass for something that answers on all of them. */
    static final int CLOSED_PORTS = 2;

    private DiagnosisRules() {}

    static DiagnosisVerdict verdict(
            @Nullable CheckResult service, List<CheckResult> closedPorts, @Nullable CheckResult echo) {
        if (closedPorts.size() >= CLOSED_PORTS && closedPorts.stream().allMatch(CheckResult::isUp)) {
            return DiagnosisVerdict.INTERCEPTED;
        }
        if (service != null && service.isUp()) {
            return DiagnosisVerdict.SERVICE_UP;
        }
        if (service != null && service.isUnknown()) {
            return DiagnosisVerdict.CANNOT_TELL;
        }
        Set<HostSignal> signs = signs(all(service, closedPorts, echo));
        if (signs.contains(HostSignal.ALIVE)) {
            return service == null ? DiagnosisVerdict.HOST_UP : DiagnosisVerdict.SERVICE_DOWN;
        }
        return isOutOfReach(signs) || (echo != null && isSilent(signs))
                ? DiagnosisVerdict.HOST_DOWN
                : DiagnosisVerdict.CANNOT_TELL;
    }

    /** A firewall that has answered may have sent "host unreachable" as well: its origin is then unknown. */
    private static boolean isOutOfReach(Set<HostSignal> signs) {
        return signs.contains(HostSignal.NO_ROUTE)
                && !signs.contains(HostSignal.PROHIBITED)
                && !signs.contains(HostSignal.PERHAPS_ALIVE);
    }

    static boolean isSilent(Set<HostSignal> signs) {
        return signs.equals(EnumSet.of(HostSignal.SILENT));
    }

    static Set<HostSignal> signs(List<CheckResult> answers) {
        Set<HostSignal> signs = EnumSet.noneOf(HostSignal.class);
        answers.forEach(answer -> signs.add(HostSignal.of(answer)));
        return signs;
    }

    static List<CheckResult> all(
            @Nullable CheckResult service, List<CheckResult> closedPorts, @Nullable CheckResult echo) {
        List<CheckResult> all = new ArrayList<>();
        if (service != null) {
            all.add(service);
        }
        all.addAll(closedPorts);
        if (echo != null) {
            all.add(echo);
        }
        return all;
    }
}
