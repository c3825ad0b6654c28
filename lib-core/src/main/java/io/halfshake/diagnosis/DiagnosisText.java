package io.halfshake.diagnosis;

import io.halfshake.CheckResult;
import io.halfshake.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Diagnoses in words. Nothing is claimed here that the answers do not show. */
final class DiagnosisText {
    private static final String ANSWERED = "an answer came from its address";

    private DiagnosisText() {}

    /** Such as {@code db:5432 (10.0.0.5): service down, the host is alive}. */
    static String headline(Diagnosis diagnosis) {
        String verdict = ": " + diagnosis.verdict().describe();
        InetAddress address = diagnosis.address();
        if (address == null
                || literal(address).equals(Target.parseHost(diagnosis.target()).host())) {
            return diagnosis.target() + verdict;
        }
        return diagnosis.target() + " (" + literal(address) + ")" + verdict;
    }

    static String literal(InetAddress address) {
        return Target.of(new InetSocketAddress(address, 0)).host();
    }

    static List<String> evidence(Diagnosis diagnosis) {
        List<String> sentences = new ArrayList<>();
        CheckResult service = diagnosis.service();
        if (service != null) {
            sentences.add("port " + AnswerText.port(service) + ": " + AnswerText.of(service));
        }
        for (CheckResult closed : diagnosis.closedPorts()) {
            sentences.add("port " + AnswerText.port(closed) + ", which should be closed: " + AnswerText.of(closed));
        }
        CheckResult echo = diagnosis.echo();
        sentences.add("echo: " + (echo == null ? "not asked" : AnswerText.of(echo)));
        return List.copyOf(sentences);
    }

    static String explanation(Diagnosis diagnosis) {
        return switch (diagnosis.verdict()) {
            case SERVICE_UP -> serviceUp(diagnosis.closedPorts());
            case SERVICE_DOWN -> serviceDown(diagnosis.service());
            case HOST_UP -> ANSWERED;
            case HOST_DOWN ->
                signs(diagnosis).contains(HostSignal.NO_ROUTE)
                        ? "the network says that there is no route to it, or no host at its address; a firewall can be set to"
                                + " say the same"
                        : "nothing answered, not even an echo request; a firewall that drops everything looks the same";
            case INTERCEPTED -> intercepted(diagnosis.service());
            case CANNOT_TELL -> cannotTell(diagnosis);
        };
    }

    private static Set<HostSignal> signs(Diagnosis diagnosis) {
        return DiagnosisRules.signs(DiagnosisRules.all(diagnosis.service(), diagnosis.closedPorts(), diagnosis.echo()));
    }

    private static String serviceUp(List<CheckResult> closedPorts) {
        return closedPorts.stream().anyMatch(CheckResult::isDown)
                ? "it answered, and a port that should be closed did not"
                : "it answered; whether something answers for every port there could not be ruled out";
    }

    private static String intercepted(@Nullable CheckResult service) {
        if (service == null) {
            return "ports that should be closed answered, so that an answer proves nothing about the host";
        }
        return service.isUp()
                ? "ports that should be closed answered too, so that an answer proves nothing about the service"
                : "ports that should be closed answered, and the one asked about did not";
    }

    private static String serviceDown(@Nullable CheckResult service) {
        if (!(service instanceof CheckResult.Down down)) {
            return ANSWERED;
        }
        return switch (down.reason()) {
            case REFUSED -> "nothing listens on the port, or a firewall refuses in its place";
            case TIMED_OUT ->
                "the port is silent: as a rule a firewall drops what is sent to it, or its accept queue is full";
            case UNREACHABLE -> "the port cannot be reached although the host can: as a rule a firewall forbids it";
        };
    }

    private static String cannotTell(Diagnosis diagnosis) {
        CheckResult.Unknown unknown = firstUnknown(diagnosis);
        Set<HostSignal> signs = signs(diagnosis);
        if (unknown != null) {
            String host = signs.contains(HostSignal.ALIVE)
                    ? "the host gave a sign of life, though"
                    : "the host gave no sign of life either";
            return "not everything could be asked (" + AnswerText.why(unknown) + "); " + host;
        }
        if (signs.contains(HostSignal.PROHIBITED)) {
            return "something on the way forbids it, whether the host is alive or not";
        }
        if (signs.contains(HostSignal.PERHAPS_ALIVE)) {
            return "an ICMP error came that hosts send as a rule, and firewalls now and then in the name of a dead one";
        }
        String doubt = signs.contains(HostSignal.UNREACHABLE)
                ? "the network reports it as unreachable: the host is down, or a firewall rejects what is sent to it"
                : "the host is down, or a firewall drops what is sent to it";
        return diagnosis.echo() == null ? doubt + "; an echo request could tell, and none was sent" : doubt;
    }

    private static CheckResult.@Nullable Unknown firstUnknown(Diagnosis diagnosis) {
        for (CheckResult answer : DiagnosisRules.all(diagnosis.service(), diagnosis.closedPorts(), diagnosis.echo())) {
            if (answer instanceof CheckResult.Unknown unknown) {
                return unknown;
            }
        }
        return null;
    }
}
