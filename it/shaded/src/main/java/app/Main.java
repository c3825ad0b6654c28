package app;

import io.halfshake.it.HalfOpenVerifier;

/** An application in one jar. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(HalfOpenVerifier.verify());
    }
}
