package io.halfshake.testing.readme;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.time.Duration;

class Embedding {
    public static void main(String[] args) {
        // One for the whole application: it owns threads and descriptors.
        try (Checker checker = Checker.create()) {
            CheckResult result = checker.checkAddr(args[0], Duration.ofMillis(500));
            if (result instanceof CheckResult.Up up) {
                System.out.println("answered in " + up.roundTrip().toNanos() / 1_000 + " us");
            } else if (result instanceof CheckResult.Down down) {
                System.out.println("down: " + down.reason());
            } else if (result instanceof CheckResult.Unknown unknown) {
                System.out.println("cannot tell: " + unknown.reason()); // says nothing about the target
            }
        }
    }
}
