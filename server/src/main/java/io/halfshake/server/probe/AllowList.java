package io.halfshake.server.probe;

import io.halfshake.Target;
import io.halfshake.server.web.RequestException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which targets may be probed. An entry is one of these, and each may end with a port, without which it permits all:
 *
 * <ul>
 *   <li>an address: {@code 192.0.2.7:443}, {@code [2001:db8::7]:443}, {@code [2001:db8::7]};
 *   <li>a network: {@code 10.0.0.0/8}, {@code 10.0.0.0/8:5432}, {@code [2001:db8::]/32}, {@code [2001:db8::]/32:5432};
 *   <li>a name: {@code db.example:5432}. It permits targets with this very text as their host, whatever its addresses
 *       are.
 * </ul>
 *
 * <p>Addresses and networks permit a target by the address that is asked, also where the target is a name. An IPv4
 * address that is mapped to IPv6 ({@code ::ffff:192.0.2.7}) is that IPv4 address. Scopes ({@code %eth0}) do not count.
 */
public final class AllowList {
    private static final int ANY_PORT = 0;

    /** Host in brackets or not, prefix length, port. */
    private static final Pattern ENTRY =
            Pattern.compile("(?:\\[(?<v6>[^\\]\\[]*)]|(?<host>[^/:\\[\\]]*))(?:/(?<prefix>[^/:]*))?(?::(?<port>.*))?");

    /** With two colons or more, and without brackets, there is no telling a port: all of it is an address. */
    private static final Pattern BARE_IPV6 =
            Pattern.compile("(?<host>[^/\\[\\]:]*:[^/\\[\\]:]*:[^/\\[\\]]*)(?:/(?<prefix>[^/:]*))?");

    private static final String FORM = "an address, a network or a name, and perhaps a port: 10.0.0.0/8,"
            + " 192.0.2.7:443, [2001:db8::]/32, db.example:5432";

    private final List<Rule> rules;

    /** Of network and name, one is null. */
    private record Rule(@Nullable Network network, @Nullable String name, int port) {
        boolean isForPort(int asked) {
            return port == ANY_PORT || port == asked;
        }
    }

    private AllowList(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads the entries of a list.
     *
     * @param entries none permits nothing
     * @return a new list
     * @throws IllegalArgumentException if one is none of the forms above; its text has the entry and the rule
     */
    public static AllowList parse(List<String> entries) {
        List<Rule> rules = new ArrayList<>();
        entries.forEach(entry -> rules.add(rule(entry)));
        return new AllowList(rules);
    }

    private static Rule rule(String entry) {
        Matcher bare = BARE_IPV6.matcher(entry);
        if (bare.matches()) {
            return rule(entry, bare.group("host"), bare.group("prefix"), true, ANY_PORT);
        }
        Matcher parts = ENTRY.matcher(entry);
        if (!parts.matches()) {
            throw wrong(entry, FORM);
        }
        boolean brackets = parts.group("v6") != null;
        String host = brackets ? parts.group("v6") : parts.group("host");
        return rule(entry, host, parts.group("prefix"), brackets, port(entry, parts.group("port")));
    }

    private static Rule rule(String entry, String host, @Nullable String prefix, boolean isIpv6, int port) {
        Network network = network(entry, host, prefix);
        if (network == null && (isIpv6 || prefix != null)) {
            throw wrong(entry, FORM);
        }
        return new Rule(network, network == null ? host : null, port);
    }

    private static @Nullable Network network(String entry, String host, @Nullable String prefix) {
        try {
            // Of what looks like an address and is none, this says so. Without it, a typing error would be a name.
            Target unused = new Target(host, 0);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("allow: " + RequestException.shown(entry) + ": " + e.getMessage(), e);
        }
        return Network.parse(entry, host, prefix);
    }

    private static int port(String entry, @Nullable String digits) {
        if (digits == null) {
            return ANY_PORT;
        }
        int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65_535) {
            throw wrong(entry, FORM + ", with a port of 1 to 65535");
        }
        return port;
    }

    static IllegalArgumentException wrong(String entry, String rule) {
        return new IllegalArgumentException("allow: " + RequestException.shown(entry) + " (expected " + rule + ")");
    }

    /** Whether the host may be asked by its name, whatever its addresses are. */
    boolean permitsName(Target target) {
        return rules.stream().anyMatch(rule -> target.host().equals(rule.name) && rule.isForPort(target.port()));
    }

    /** Whether there is an address that may be asked at this port, so that it is worth resolving a name. */
    boolean permitsSomeAddress(int port) {
        return rules.stream().anyMatch(rule -> rule.network != null && rule.isForPort(port));
    }

    boolean permitsAddress(InetAddress address, int port) {
        return rules.stream()
                .anyMatch(rule -> rule.network != null && rule.isForPort(port) && rule.network.contains(address));
    }
}
