package io.halfshake.lab;

import java.util.List;

/** What the hosts of a mixed fleet do, and the verdict that is true of each. */
enum Kind {
    OPEN("open", "up"),
    OPEN_NEARBY("open delay=2ms jitter=2ms", "up"),
    OPEN_ELSEWHERE("open delay=20ms jitter=10ms", "up"),
    OPEN_FAR_AWAY("open delay=80ms jitter=40ms", "up"),
    OPEN_BEHIND_SYN_PROXY("syn-proxy delay=5ms", "up"),
    OPEN_TWICE("open copies=2", "up"),
    REFUSED("refused", "down REFUSED"),
    REFUSED_FAR_AWAY("refused delay=80ms jitter=40ms", "down REFUSED"),
    REFUSED_TWICE("refused copies=2", "down REFUSED"),
    SILENT("silent", "down TIMED_OUT"),
    NET_UNREACHABLE("net-unreachable delay=5ms", "down UNREACHABLE"),
    HOST_UNREACHABLE("host-unreachable delay=5ms", "down UNREACHABLE"),
    PROTOCOL_UNREACHABLE("protocol-unreachable delay=5ms", "down UNREACHABLE"),
    PORT_UNREACHABLE("port-unreachable delay=5ms", "down REFUSED"),
    ADMIN_PROHIBITED("admin-prohibited delay=5ms", "down UNREACHABLE"),
    FIRST_SYN_LOST("open lose=1", "up"),
    FIRST_ANSWER_LOST("open lose-answer=1", "up"),
    WRONG_ACK("open delay=20ms forge=wrong-ack", "up"),
    WRONG_CHECKSUM("refused delay=20ms forge=wrong-checksum", "down REFUSED"),
    WRONG_PORT("refused delay=20ms forge=wrong-port", "down REFUSED"),
    TRUNCATED("refused delay=20ms forge=truncated", "down REFUSED"),
    RST_WITHOUT_ACK("open delay=20ms forge=rst-without-ack", "up"),
    RST_WRONG_ACK("open delay=20ms forge=rst-wrong-ack", "up"),
    ICMP_WRONG_SEQUENCE("open delay=20ms forge=icmp-wrong-sequence", "up"),
    ICMP_TRUNCATED("open delay=20ms forge=icmp-truncated", "up");

    private static final List<Kind> ALL = List.of(values());

    final String behaviour;
    final String verdict;

    Kind(String behaviour, String verdict) {
        this.behaviour = behaviour;
        this.verdict = verdict;
    }

    /** The kinds take turns: hosts that answer differently are neighbours. */
    static Kind of(int host) {
        return ALL.get(host % ALL.size());
    }

    static int count() {
        return ALL.size();
    }

    static void play(Lab lab) {
        for (int first = 0; first < ALL.size(); first++) {
            lab.play(first, Addresses.HOSTS - 1, ALL.size(), of(first).behaviour);
        }
    }
}
