package io.halfshake.cli.doctor;

import io.halfshake.cli.command.KernelSetting;
import io.halfshake.cli.command.Version;
import io.halfshake.cli.terminal.Texts;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Facts about the machine for a support case. A fact that cannot be read is {@code unknown}. */
final class MachineFacts {
    /** Of linux/capability.h. */
    private static final int CAP_NET_RAW = 13;

    private static final String UNKNOWN = "unknown";

    private MachineFacts() {}

    /**
     * Reads the facts.
     *
     * @param proc the proc file system, {@code /proc} on Linux
     * @return name and value, in the order of display
     */
    static Map<String, String> read(Path proc) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("halfshake", Version.text());
        facts.put("java", property("java.version") + ", " + property("java.vm.name") + ", " + property("java.home"));
        facts.put("system", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        facts.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        facts.put("TCP_QUICKACK", quickAck());
        facts.put("open files", field(proc.resolve("self/limits"), "Max open files"));
        facts.put("local ports", range(proc.resolve("sys/net/ipv4/ip_local_port_range")));
        facts.put("ping groups", groups(range(proc.resolve("sys/net/ipv4/ping_group_range"))));
        facts.put("capabilities", capabilities(field(proc.resolve("self/status"), "CapEff:")));
        return facts;
    }

    private static String property(String name) {
        return System.getProperty(name, UNKNOWN);
    }

    private static String quickAck() {
        try (Socket socket = new Socket()) {
            for (SocketOption<?> option : socket.supportedOptions()) {
                if (option.name().equals("TCP_QUICKACK")) {
                    return "offered by the JDK";
                }
            }
            return "not offered by the JDK";
        } catch (IOException e) {
            return Texts.cause(e);
        }
    }

    private static String field(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith(name)) {
                    return value(name, line.substring(name.length()).strip());
                }
            }
            return UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    private static String value(String name, String text) {
        if (!name.equals("Max open files")) {
            return text;
        }
        String[] limits = text.split(" +", -1);
        return limits.length < 2 ? text : limits[0] + ", at most " + limits[1];
    }

    /** The kernel's default of 1 to 0 is an empty range. */
    private static String groups(String range) {
        return range.equals("1 to 0") ? "none" : range;
    }

    private static String capabilities(String hex) {
        try {
            boolean raw = (Long.parseUnsignedLong(hex, 16) >>> CAP_NET_RAW & 1) == 1;
            return hex + (raw ? ", with CAP_NET_RAW" : ", without CAP_NET_RAW");
        } catch (NumberFormatException e) {
            return hex;
        }
    }

    private static String range(Path file) {
        try {
            String[] ends = KernelSetting.read(file).split("\\s+", -1);
            return ends.length == 2 ? ends[0] + " to " + ends[1] : UNKNOWN;
        } catch (IOException e) {
            return UNKNOWN;
        }
    }
}
