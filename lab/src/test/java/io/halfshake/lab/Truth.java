package io.halfshake.lab;

import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a check of a host with one behaviour must find: one row of the truth table, and its exceptions. */
final class Truth {
    /**
     * What is found and what is seen.
     *
     * @param result state and reason, signal, the errno if there is one
     * @param syns as the result says
     * @param wire as the lab says
     */
    record Finding(String result, int syns, String wire) {
        /** How many SYN-ACKs of the host nothing resets. */
        long neverReset() {
            if (wire.contains(" RST")) {
                return 0;
            }
            return Stream.of(wire.split(", ", -1))
                    .filter(kind -> kind.endsWith(" SYN-ACK"))
                    .mapToLong(kind -> Long.parseLong(kind.substring(0, kind.indexOf(' '))))
                    .sum();
        }
    }

    final String behaviour;
    final Duration timeout;
    private final Finding usual;
    private final Map<String, Finding> exceptions = new LinkedHashMap<>();

    private Truth(String behaviour, Duration timeout, Finding usual) {
        this.behaviour = behaviour;
        this.timeout = timeout;
        this.usual = usual;
    }

    static Truth of(String behaviour, Duration timeout, String result, int syns, String wire) {
        return new Truth(behaviour, timeout, new Finding(result, syns, wire));
    }

    /** For an engine, for {@code IPv6}, or for both: {@code connect, IPv6}. The one given last decides. */
    Truth but(String where, String result, int syns, String wire) {
        exceptions.put(where, new Finding(result, syns, wire));
        return this;
    }

    Finding expected(EngineUnderTest engine, ProtocolFamily family) {
        boolean ipv6 = family == StandardProtocolFamily.INET6;
        Finding found = usual;
        for (Map.Entry<String, Finding> exception : exceptions.entrySet()) {
            boolean applies = List.of(exception.getKey().split(", ", -1)).stream()
                    .allMatch(word -> word.equals("IPv6") ? ipv6 : word.equals(engine.engineName));
            found = applies ? exception.getValue() : found;
        }
        return found;
    }

    /** For the document: a row for what is usual, and one for each exception. */
    List<String> rows() {
        List<String> rows = new ArrayList<>();
        rows.add(row("`" + behaviour + "` in " + timeout.toMillis() + " ms", usual));
        exceptions.forEach((where, finding) -> rows.add(row("– " + where, finding)));
        return rows;
    }

    private static String row(String first, Finding finding) {
        return "| " + first + " | " + finding.result + " | " + finding.syns + " | " + finding.wire + " |";
    }
}
