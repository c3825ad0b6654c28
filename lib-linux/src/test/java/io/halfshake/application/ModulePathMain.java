package io.halfshake.application;

import io.halfshake.Checker;
import io.halfshake.EngineReport;

/**
 * Run in a JVM of its own: what an application sees that has Halfshake on the module path. In a package of its own,
 * since those of a module are looked for in the module alone.
 */
public final class ModulePathMain {
    private ModulePathMain() {}

    public static void main(String[] arguments) {
        System.out.println("named module: " + Checker.class.getModule().isNamed());
        try (Checker checker = Checker.create()) {
            EngineReport report = checker.engine();
            System.out.println("created: " + report.name() + " " + report.handshake());
            report.passedOver().forEach(p -> System.out.println("passed over: " + p.engine() + ": " + p.cause()));
        }
    }
}
