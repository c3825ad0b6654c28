package app;

import io.halfshake.Checker;
import io.halfshake.it.HalfOpenVerifier;
import io.halfshake.linux.HalfOpen;
import java.util.List;

/** An application of named modules. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        for (Class<?> type : List.of(Main.class, Checker.class, HalfOpen.class, HalfOpenVerifier.class)) {
            if (!type.getModule().isNamed()) {
                throw new IllegalStateException(type + ": on the class path (expected in a named module)");
            }
        }
        System.out.println(HalfOpenVerifier.verify());
    }
}
