package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** A client that sends what it is told to, byte for byte. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream in;

    /** What came back; the names of headers in lower case. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    public record Reply(int status, Map<String, String> headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public RawClient(InetSocketAddress address) throws IOException {
        this(new Socket(address.getAddress(), address.getPort()));
    }

    /** By a socket that is connected, which this closes. */
    public RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** One request on a connection of its own. */
    public static Reply get(WebServer server, String target, String... headers) throws IOException {
        return request(server, "GET", target, headers);
    }

    public static Reply get(InetSocketAddress address, String target, String... headers) throws IOException {
        return request(address, "GET", target, headers);
    }

    public static Reply request(WebServer server, String method, String target, String... headers) throws IOException {
        return request(server.address(), method, target, headers);
    }

    private static Reply request(InetSocketAddress address, String method, String target, String... headers)
            throws IOException {
        try (RawClient client = new RawClient(address)) {
            client.send(method + " " + target + " HTTP/1.1\r\nHost: x\r\n"
                    + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining())
                    + "\r\n");
            return client.reply(method.equals("HEAD"));
        }
    }

    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    public Reply reply() throws IOException {
        return reply(false);
    }

    public Reply reply(boolean isToHead) throws IOException {
        String status = line();
        assertThat(status).startsWith("HTTP/1.1 ");
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        boolean hasNoBody = isToHead || status.startsWith("HTTP/1.1 304 ");
        assertThat(headers.containsKey("content-length") || hasNoBody)
                .as("length of %s", status)
                .isTrue();
        int length = hasNoBody ? 0 : Integer.parseInt(headers.get("content-length"));
        return new Reply(Integer.parseInt(status.substring(9, 12)), headers, in.readNBytes(length));
    }

    /** The lines before the body of a response that has no length. */
    public List<String> head() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** The next part of a body that comes in chunks; empty at its end. */
    public String chunk() throws IOException {
        int length = Integer.parseInt(line(), 16);
        String chunk = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        assertThat(line()).isEmpty();
        return chunk;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            assertThat(c).as("the connection goes on after \"%s\"", line).isNotNegative();
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Whether the server closes the connection before it sends anything more. */
    public boolean isClosedByServer() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException | SSLException e) {
            // Closed while it had something from here unread.
            return true;
        }
    }

    /** What comes before the connection ends, in whatever way. */
    public byte[] rest() throws IOException {
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                rest.write(c);
            }
        } catch (SocketException | SSLException e) {
            // As above.
            return rest.toByteArray();
        }
        return rest.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
