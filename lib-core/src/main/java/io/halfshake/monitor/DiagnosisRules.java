package io.halfshake.monitor;

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

    static Verdict verdict(@Nullable CheckResult service, List<CheckResult> closedPorts, @Nullable CheckResult echo) {
        if (closedPorts.size() >= CLOSED_PORTS && closedPorts.stream().allMatch(CheckResult::isUp)) {
            return Verdict.INTERCEPTED;
        }
        if (service != null && service.isUp()) {
            return Verdict.SERVICE_UP;
        }
        if (service != null && service.isUnknown()) {
            return Verdict.CANNOT_TELL;
        }
        Set<Sign> signs = signs(all(service, closedPorts, echo));
        if (signs.contains(Sign.ALIVE)) {
            return service == null ? Verdict.HOST_UP : Verdict.SERVICE_DOWN;
        }
        return isOutOfReach(signs) || (echo != null && isSilent(signs)) ? Verdict.HOST_DOWN : Verdict.CANNOT_TELL;
    }

    /** A firewall that has spoken may have said "host unreachable" as well: then nobody knows who that came from. */
    private static boolean isOutOfReach(Set<Sign> signs) {
        return signs.contains(Sign.NO_WAY) && !signs.contains(Sign.PROHIBITED) && !signs.contains(Sign.PERHAPS_ALIVE);
    }

    static boolean isSilent(Set<Sign> signs) {
        return signs.equals(EnumSet.of(Sign.SILENT));
    }

    static Set<Sign> signs(List<CheckResult> answers) {
        Set<Sign> signs = EnumSet.noneOf(Sign.class);
        answers.forEach(answer -> signs.add(Sign.of(answer)));
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
