package io.halfshake.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this release, from the jar. */
final class ServerVersion {
    private static final String RESOURCE = "/META-INF/maven/io.halfshake/halfshake-server/pom.properties";

    private ServerVersion() {}

    static String text() {
        try (InputStream in = ServerVersion.class.getResourceAsStream(RESOURCE)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "(not built into a jar)");
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
