package io.halfshake.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The truth table, as it is tested and as it is printed. Checks have the default resend: half-way, if under 2 s. */
final class Truths {
    /** Less than the second after which the kernel resends: tcp(7), RFC 6298. */
    private static final Duration USUAL = Duration.ofMillis(900);

    private static final Duration WITH_THE_KERNELS_RESEND = Duration.ofMillis(2_500);

    private static final String UP = "Up, `SYN_ACK`";
    private static final String HALF = "1 SYN, 1 SYN-ACK, 1 RST";
    private static final String RST = "Down `REFUSED`, `RST`";
    private static final String REFUSED = "Down `REFUSED`, `RST`, `ECONNREFUSED`";
    private static final String TIMED_OUT = "Down `TIMED_OUT`, `NONE`";

    private Truths() {}

    static List<Truth> all() {
        List<Truth> all = new ArrayList<>(List.of(
                usual("open", UP, 1, HALF),
                usual("open delay=50ms jitter=20ms", UP, 1, HALF),
                usual("syn-proxy", UP, 1, HALF),
                // The kernel drops fragments of less than 1,280 octets in IPv6.
                usual("open fragments delay=50ms", UP, 1, HALF).but("IPv6", TIMED_OUT, 2, "2 SYN, 2 SYN-ACK"),
                usual("open lose=1", UP, 2, "2 SYN, 1 SYN-ACK, 1 RST"),
                usual("open lose-answer=1", UP, 2, "2 SYN, 1 SYN-ACK, 1 RST"),
                usual("open lose=1,2", TIMED_OUT, 2, "2 SYN"),
                Truth.of("open lose=1", WITH_THE_KERNELS_RESEND, UP, 2, "2 SYN, 1 SYN-ACK, 1 RST")
                        // The JDK does not say that the kernel sent another.
                        .but("connect", UP, 1, "2 SYN, 1 SYN-ACK, 1 RST"),
                // The answer to the second SYN, from the second socket, overtakes that to the first.
                usual("open delay=700ms,10ms", UP, 2, "2 SYN, 2 SYN-ACK, 2 RST"),
                usual("open delay=600ms", UP, 2, "2 SYN, 2 SYN-ACK, 2 RST"),
                usual("open delay=1200ms", TIMED_OUT, 2, "2 SYN, 2 SYN-ACK, 2 RST"),
                usual("refused", REFUSED, 1, "1 SYN").but("syn", RST, 1, "1 SYN"),
                usual("refused delay=50ms copies=2", REFUSED, 1, "1 SYN").but("syn", RST, 1, "1 SYN"),
                usual("refused lose=1", REFUSED, 2, "2 SYN").but("syn", RST, 2, "2 SYN"),
                usual("silent", TIMED_OUT, 2, "2 SYN")));
        unreachable(all);
        forged(all);
        return all;
    }

    private static void unreachable(List<Truth> all) {
        for (String delay : List.of("", " delay=50ms")) {
            all.add(usual("net-unreachable" + delay, icmp("ENETUNREACH"), 1, "1 SYN"));
            all.add(usual("host-unreachable" + delay, icmp("EHOSTUNREACH"), 1, "1 SYN"));
            all.add(usual("protocol-unreachable" + delay, icmp("ENOPROTOOPT"), 1, "1 SYN")
                    .but("IPv6", icmp("EPROTO"), 1, "1 SYN"));
            all.add(usual("admin-prohibited" + delay, icmp("EHOSTUNREACH"), 1, "1 SYN")
                    .but("IPv6", icmp("EACCES"), 1, "1 SYN"));
            // The kernel has one errno for this and for a RST.
            all.add(usual("port-unreachable" + delay, REFUSED, 1, "1 SYN")
                    .but("syn", "Down `REFUSED`, `ICMP`, `ECONNREFUSED`", 1, "1 SYN"));
        }
        all.add(usual("host-unreachable lose=1", icmp("EHOSTUNREACH"), 2, "2 SYN"));
    }

    /** What is no answer changes nothing; but the kernel answers some of it, and resends at once after some. */
    private static void forged(List<Truth> all) {
        for (Forgery forgery : Forgery.values()) {
            String forge = " forge=" + forgery.text();
            switch (forgery) {
                case NONE -> {}
                // Where the kernel resends at once, the answer to that comes long after the first was reset.
                case WRONG_ACK -> {
                    all.add(usual("open delay=100ms,1500ms" + forge, UP, 2, "2 SYN, 2 SYN-ACK, 1 RST, 3 stray")
                            .but("syn", UP, 1, HALF + ", 1 stray")
                            .but("connect", UP, 1, "2 SYN, 2 SYN-ACK, 1 RST, 3 stray"));
                    all.add(usual("silent" + forge, TIMED_OUT, 4, "4 SYN, 4 stray")
                            .but("syn", TIMED_OUT, 2, "2 SYN, 2 stray")
                            .but("connect", TIMED_OUT, 2, "4 SYN, 4 stray"));
                }
                case RST_WRONG_ACK -> {
                    all.add(usual("open delay=100ms,1500ms" + forge, UP, 2, "2 SYN, 2 SYN-ACK, 1 RST, 1 stray")
                            .but("syn", UP, 1, HALF)
                            .but("connect", UP, 1, "2 SYN, 2 SYN-ACK, 1 RST, 1 stray"));
                    all.add(usual("silent" + forge, TIMED_OUT, 4, "4 SYN")
                            .but("syn", TIMED_OUT, 2, "2 SYN")
                            .but("connect", TIMED_OUT, 2, "4 SYN"));
                }
                case WRONG_PORT -> {
                    all.add(usual("open delay=100ms" + forge, UP, 1, HALF + ", 1 stray"));
                    all.add(usual("silent" + forge, TIMED_OUT, 2, "2 SYN, 2 stray"));
                }
                case WRONG_CHECKSUM, TRUNCATED, RST_WITHOUT_ACK, ICMP_WRONG_SEQUENCE, ICMP_TRUNCATED -> {
                    all.add(usual("open delay=100ms" + forge, UP, 1, HALF));
                    all.add(usual("silent" + forge, TIMED_OUT, 2, "2 SYN"));
                }
            }
        }
    }

    private static Truth usual(String behaviour, String result, int syns, String wire) {
        return Truth.of(behaviour, USUAL, result, syns, wire);
    }

    private static String icmp(String errno) {
        return "Down `UNREACHABLE`, `ICMP`, `" + errno + "`";
    }
}
