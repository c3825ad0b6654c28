package io.halfshake.lab;

import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that is wrong on this machine.
 *
 * @param name what it is called
 * @param make commands that bring it about; in them {@code IP}, {@code TABLES}, {@code HOST} and {@code DEVICE} stand
 *     for the family's tools, the host that is asked, and the lab's interface
 * @param undo commands that end it, before the lab's interface gets back what it had
 * @param finding what a check finds
 */
record LocalTrouble(String name, String make, String undo, String finding) {
    private static final String NOTHING = "true";

    /** What the kernel tells, at once or as soon as it has tried to send. */
    static List<LocalTrouble> told() {
        return List.of(
                new LocalTrouble("no route", "IP route flush dev DEVICE", NOTHING, noRoute("ENETUNREACH")),
                route("prohibit", "UNKNOWN NOT_PERMITTED LOCAL EACCES"),
                route("blackhole", noRoute("EINVAL")),
                route("unreachable", noRoute("EHOSTUNREACH")),
                new LocalTrouble("link down", "ip link set DEVICE down", NOTHING, noRoute("ENETUNREACH")));
    }

    /** What looks like silence, or like an answer from the network. */
    static List<LocalTrouble> untold(ProtocolFamily family) {
        List<LocalTrouble> all = new ArrayList<>(List.of(
                new LocalTrouble(
                        "cable out",
                        // The kernel takes its time to act upon it.
                        "ip link set DEVICE carrier off; until ip link show DEVICE | grep -q 'state DOWN'; do :; done",
                        "ip link set DEVICE carrier on",
                        "DOWN TIMED_OUT NONE"),
                firewall("DROP", "DOWN TIMED_OUT NONE"),
                reject("tcp-reset", "DOWN REFUSED RST ECONNREFUSED")));
        if (family == StandardProtocolFamily.INET) {
            all.add(reject("icmp-net-unreachable", unreachable("ENETUNREACH")));
            all.add(reject("icmp-host-unreachable", unreachable("EHOSTUNREACH")));
            all.add(reject("icmp-proto-unreachable", unreachable("ENOPROTOOPT")));
            all.add(reject("icmp-port-unreachable", "DOWN REFUSED RST ECONNREFUSED"));
            all.add(reject("icmp-net-prohibited", unreachable("ENETUNREACH")));
            all.add(reject("icmp-host-prohibited", unreachable("EHOSTUNREACH")));
            all.add(reject("icmp-admin-prohibited", unreachable("EHOSTUNREACH")));
        } else {
            all.add(reject("icmp6-no-route", unreachable("ENETUNREACH")));
            all.add(reject("icmp6-adm-prohibited", unreachable("EACCES")));
            all.add(reject("icmp6-addr-unreachable", unreachable("EHOSTUNREACH")));
            all.add(reject("icmp6-port-unreachable", "DOWN REFUSED RST ECONNREFUSED"));
        }
        return all;
    }

    private static String noRoute(String errno) {
        return "UNKNOWN NO_ROUTE LOCAL " + errno;
    }

    private static String unreachable(String errno) {
        return "DOWN UNREACHABLE ICMP " + errno;
    }

    private static LocalTrouble route(String kind, String finding) {
        return new LocalTrouble(
                kind + " route", "IP route add " + kind + " HOST", "IP route del " + kind + " HOST", finding);
    }

    private static LocalTrouble reject(String kind, String finding) {
        return firewall("REJECT --reject-with " + kind, finding);
    }

    private static LocalTrouble firewall(String target, String finding) {
        String rule = " OUTPUT -p tcp -d HOST -j " + target;
        return new LocalTrouble("OUTPUT " + target, "TABLES -A" + rule, "TABLES -D" + rule, finding);
    }

    void make(Lab lab, ProtocolFamily family, int host) {
        NetworkCommands.run(inFull(make, lab, family, host));
    }

    void undo(Lab lab, ProtocolFamily family, int host) {
        NetworkCommands.run(inFull(undo, lab, family, host));
        NetworkCommands.run(lab.routes());
    }

    private static String inFull(String command, Lab lab, ProtocolFamily family, int host) {
        boolean ipv4 = family == StandardProtocolFamily.INET;
        return command.replace("IP ", ipv4 ? "ip -4 " : "ip -6 ")
                .replace("TABLES ", ipv4 ? "iptables " : "ip6tables ")
                .replace("HOST", lab.address(family, host).getAddress().getHostAddress())
                .replace("DEVICE", lab.device());
    }

    @Override
    public String toString() {
        return name;
    }
}
