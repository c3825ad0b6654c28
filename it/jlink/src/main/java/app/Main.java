package app;

import io.halfshake.it.HalfOpenVerifier;

/** An application on a run time of its own, made by jlink. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println(ModuleLayer.boot().modules().size() + " modules; " + HalfOpenVerifier.verify());
    }
}
