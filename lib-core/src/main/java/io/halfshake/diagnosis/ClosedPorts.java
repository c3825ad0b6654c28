package io.halfshake.diagnosis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntUnaryOperator;

/** Ports on which nothing should listen. */
final class ClosedPorts {
    /**
     * IANA has given none of 29170 to 29998 to anybody (Service Name and Transport Protocol Port Number Registry), and
     * from 29900 on some games listen nevertheless. Nor do systems take ports for their own connections from there:
     * Linux has 32768 to 60999 (net.ipv4.ip_local_port_range), RFC 6335 49152 to 65535, old systems 1024 to 5000. The
     * node ports of Kubernetes are 30000 to 32767.
     */
    static final int FIRST = 29_170;

    static final int LAST = 29_899;

    private ClosedPorts() {}

    /**
     * Some of them, all different.
     *
     * @param asked the port that is asked about; never among them
     * @param random gives a number from 0 to less than its argument
     */
    static Deque<Integer> choose(int asked, IntUnaryOperator random) {
        Deque<Integer> ports = new ArrayDeque<>();
        int candidate = FIRST + random.applyAsInt(LAST - FIRST + 1);
        while (ports.size() < DiagnosisRules.CLOSED_PORTS) {
            while (candidate == asked || ports.contains(candidate)) {
                candidate = candidate == LAST ? FIRST : candidate + 1;
            }
            ports.add(candidate);
            candidate = FIRST + random.applyAsInt(LAST - FIRST + 1);
        }
        return ports;
    }
}
