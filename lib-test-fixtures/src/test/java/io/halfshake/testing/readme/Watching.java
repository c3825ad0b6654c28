package io.halfshake.testing.readme;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;

/** The lines in the README stand in a method of the reader's own. */
class Watching {
    static Monitor watch(Checker checker) {
        Monitor monitor = Monitor.builder(checker)
                .listener(change -> System.out.println(change.target() + " is " + change.to()))
                .build();
        monitor.add("db:5432"); // every 5 s; the first Up or Down decides, then three Downs in a row, or two Ups
        return monitor;
    }
}
