package io.halfshake.programs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL of the test's own, on loopback, as an ordinary user: it refuses to run as root. The test has the driver
 * on its path.
 */
public final class PostgresServer implements AutoCloseable {
    /** The one user, who needs no password. */
    public static final String USER = "halfshake";

    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
    private static final int ORDINARY_USER = 65_534;
    private static final long MAX_SECONDS = 60;

    /** Of a connection, its login and each statement: longer than any test waits on purpose. */
    private static final int TIMEOUT_SECONDS = 30;

    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 32_000;
    private static final int PORTS = 100;

    private final Path directory;
    private final Path programs;
    private final int port;
    private @Nullable Process process;

    private PostgresServer(Path directory, Path programs, int port) {
        this.directory = directory;
        this.programs = programs;
        this.port = port;
    }

    /** Skips the test where it is not there and may be missing. */
    public static PostgresServer create() throws Exception {
        Path programs = programs();
        if (System.getProperty("programs.required") == null) {
            assumeTrue(programs != null, "not installed: postgres (Debian package postgresql)");
        }
        if (programs == null) {
            throw new IllegalStateException("postgres: not found in " + PROGRAMS + " (expected there)");
        }
        Path directory = Files.createTempDirectory("halfshake-postgres");
        if (isRoot()) {
            Files.setAttribute(directory, "unix:uid", ORDINARY_USER);
        }
        PostgresServer server = new PostgresServer(directory, programs, freePort());
        int status = server.launch(
                        "initdb.log",
                        "initdb",
                        "-D",
                        "data",
                        "-U",
                        USER,
                        "-A",
                        "trust",
                        "--no-sync",
                        "--no-locale",
                        "-E",
                        "UTF8")
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException(Files.readString(directory.resolve("initdb.log")));
        }
        server.start();
        return server;
    }

    /** Outside the range of which the system takes ports for connections: it is used again after a stop. */
    private static int freePort() throws IOException {
        IOException last = new IOException("no port");
        int first = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT - PORTS);
        for (int port = first; port < first + PORTS; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private static @Nullable Path programs() throws IOException {
        if (!Files.isDirectory(PROGRAMS)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(PROGRAMS)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    private static boolean isRoot() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    private Process launch(String log, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(
                    List.of("setpriv", "--reuid=" + ORDINARY_USER, "--regid=" + ORDINARY_USER, "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log).toFile())
                .start();
    }

    /** Returns when it accepts connections. */
    public void start() throws Exception {
        Process started = launch(
                "server.log",
                "postgres",
                "-D",
                "data",
                "-p",
                Integer.toString(port),
                "-k",
                directory.toString(),
                "-c",
                "listen_addresses=127.0.0.1");
        process = started;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
        for (SQLException trouble = trouble(); trouble != null; trouble = trouble()) {
            if (System.nanoTime() - end > 0 || started.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(Files.readString(directory.resolve("server.log")), trouble);
            }
        }
    }

    /** Why it does not accept connections; null if it does. */
    private @Nullable SQLException trouble() {
        try (Connection connection = dataSource().getConnection()) {
            return connection.isValid(1) ? null : new SQLException("connection: not valid");
        } catch (SQLException e) {
            return e;
        }
    }

    /** At once: connections are cut off. */
    public void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            // SIGKILL would leave its children, which hold its memory, for a moment.
            Process unusedQuit = signal(running, "QUIT");
            if (!running.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
            process = null;
        }
    }

    private static Process signal(Process running, String name) {
        try {
            return new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of a database in it, for the driver. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Gives connections to the database "postgres". */
    public DataSource dataSource() {
        return dataSource(url("postgres"));
    }

    /** For processes that were given the URL of a server. */
    public static DataSource dataSource(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(USER);
        source.setConnectTimeout(TIMEOUT_SECONDS);
        source.setLoginTimeout(TIMEOUT_SECONDS);
        source.setSocketTimeout(TIMEOUT_SECONDS);
        return source;
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
