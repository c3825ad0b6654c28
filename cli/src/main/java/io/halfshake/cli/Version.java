package io.halfshake.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Which release this is, as the build wrote it into the jar. */
final class Version {
    private static final String PLACE = "/META-INF/maven/io.halfshake/halfshake-cli/pom.properties";

    private Version() {}

    static String text() {
        try (InputStream in = Version.class.getResourceAsStream(PLACE)) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "(not built into a jar)");
        } catch (IOException e) {
            return "(version unreadable: " + Texts.cause(e) + ")";
        }
    }
}
