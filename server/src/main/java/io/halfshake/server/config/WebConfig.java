package io.halfshake.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where HTTP is served.
 *
 * @param address resolved; port 0 takes a free one
 */
public record WebConfig(InetSocketAddress address) {
    private static final String DEFAULT_ADDRESS = "127.0.0.1";
    private static final int DEFAULT_PORT = 9515;
    static final List<String> KEYS = List.of("address", "port");

    /** As {@code web} has it; the defaults for what it does not have. */
    static WebConfig read(@Nullable YamlNode node, ReadContext context) {
        Section section = node == null ? null : Section.open(node, "web", KEYS, context);
        InetAddress address = section == null ? null : section.value("address", ValueParsers::address);
        Integer port = section == null ? null : section.value("port", ValueParsers::port);
        return new WebConfig(new InetSocketAddress(
                address == null ? ValueParsers.address("web.address", DEFAULT_ADDRESS) : address,
                port == null ? DEFAULT_PORT : port));
    }
}
