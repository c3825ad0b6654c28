package app;

import io.halfshake.it.HalfOpenVerifier;
import java.io.File;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** An application with nothing but Halfshake, which must have brought nothing but what it needs. */
public final class Main {
    private static final Set<String> EXPECTED =
            Set.of("classes", "halfshake-core", "halfshake-linux", "halfshake-it", "jna", "jspecify");

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Set<String> found = new TreeSet<>();
        for (String entry : System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))) {
            found.add(new File(entry).getName().replaceFirst("-\\d.*\\.jar$", ""));
        }
        if (!found.equals(EXPECTED)) {
            throw new IllegalStateException("class path: " + found + " (expected " + new TreeSet<>(EXPECTED) + ")");
        }
        System.out.println(HalfOpenVerifier.verify());
    }
}
