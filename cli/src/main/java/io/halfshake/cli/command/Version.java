package io.halfshake.cli.command;

import io.halfshake.cli.terminal.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this release, from the jar. */
public final class Version {
    private static final String RESOURCE = "/META-INF/maven/io.halfshake/halfshake-cli/pom.properties";

    private Version() {}

    public static String text() {
        try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
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
