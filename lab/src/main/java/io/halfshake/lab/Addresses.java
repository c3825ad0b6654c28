package io.halfshake.lab;

import java.net.InetAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where a lab's hosts are: host 5 of lab 77 is 10.77.0.5 and fd77::5.
 *
 * @param lab from 10 to 99, so that it reads the same in both families
 */
record Addresses(int lab) {
    /** Hosts in each family. */
    static final int HOSTS = 1 << 16;

    private static final byte IPV4_FIRST = 10;
    private static final byte IPV6_FIRST = (byte) 0xfd;

    Addresses {
        if (lab < 10 || lab > 99) {
            throw new IllegalArgumentException("lab: " + lab + " (expected 10 to 99)");
        }
    }

    /** The name of the network interface. */
    String device() {
        return "lab" + lab;
    }

    private byte ipv6Second() {
        return (byte) Integer.parseInt(Integer.toString(lab), 16);
    }

    InetAddress host(ProtocolFamily family, int host) {
        if (host < 0 || host >= HOSTS) {
            throw new IllegalArgumentException("host: " + host + " (expected 0 to " + (HOSTS - 1) + ")");
        }
        boolean ipv4 = family == StandardProtocolFamily.INET;
        byte[] octets = new byte[ipv4 ? 4 : 16];
        octets[0] = ipv4 ? IPV4_FIRST : IPV6_FIRST;
        octets[1] = ipv4 ? (byte) lab : ipv6Second();
        octets[octets.length - 2] = (byte) (host >> 8);
        octets[octets.length - 1] = (byte) host;
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The router that reports what it cannot reach. */
    byte[] router(boolean ipv6) {
        byte[] octets = new byte[ipv6 ? 16 : 4];
        octets[0] = ipv6 ? IPV6_FIRST : (byte) 192;
        octets[1] = ipv6 ? ipv6Second() : (byte) 168;
        octets[2] = ipv6 ? 1 : (byte) lab;
        octets[octets.length - 1] = 2;
        return octets;
    }

    /** The host that a packet is for, or -1 if it is for none of ours, such as the kernel's multicasts. */
    int hostOf(ByteBuffer packet, boolean ipv6) {
        int at = ipv6 ? 24 : 16;
        boolean ours = ipv6
                ? packet.get(at) == IPV6_FIRST
                        && packet.get(at + 1) == ipv6Second()
                        && packet.getInt(at + 2) == 0
                        && packet.getLong(at + 6) == 0
                : packet.get(at) == IPV4_FIRST && packet.get(at + 1) == (byte) lab;
        return ours ? packet.getShort(at + (ipv6 ? 14 : 2)) & 0xffff : -1;
    }

    /** Commands that give the interface an address and the routes. */
    List<String> setup() {
        String device = device();
        // A queue that holds every SYN of a burst: what is lost here is to be lost on purpose.
        return List.of(
                "ip link set " + device + " txqueuelen 200000 up",
                "ip address replace 192.168." + lab + ".1/32 dev " + device,
                "ip -6 address replace fd" + lab + ":100::1/128 dev " + device + " nodad",
                "ip route replace 10." + lab + ".0.0/16 dev " + device + " src 192.168." + lab + ".1",
                "ip -6 route replace fd" + lab + "::/64 dev " + device + " src fd" + lab + ":100::1");
    }
}
