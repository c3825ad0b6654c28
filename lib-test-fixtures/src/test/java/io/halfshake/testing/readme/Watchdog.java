package io.halfshake.testing.readme;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetSettings;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

class Watchdog {
    public static void main(String[] args) throws InterruptedException {
        try (Checker checker = Checker.create();
                Monitor monitor = Monitor.builder(checker)
                        .interval(Duration.ofSeconds(10))
                        .listener(change -> System.out.println(change.target() + " is " + change.to()))
                        .build()) {
            monitor.add("db:5432");
            monitor.add(
                    "cache:6379",
                    TargetSettings.inherited()
                            .withInterval(Duration.ofSeconds(1))
                            .withFall(2));
            new CountDownLatch(1).await(); // keeps the JVM alive: the monitor's threads are daemons
        }
    }
}
