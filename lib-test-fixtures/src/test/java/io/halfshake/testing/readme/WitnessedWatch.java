package io.halfshake.testing.readme;

import io.halfshake.Checker;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.Transition;
import java.util.List;

class WitnessedWatch implements MonitorListener {
    static Monitor watch(Checker checker) {
        return Monitor.builder(checker)
                .witnesses(List.of("192.0.2.1:443", "192.0.2.53:53", "198.51.100.53:53"), 2)
                .listener(new WitnessedWatch())
                .build();
    }

    @Override
    public void onTransition(Transition change) {
        System.out.println(change.target() + " is " + change.to());
    }

    @Override
    public void onBlindness(Blindness blindness) {
        System.out.println(
                blindness.isOver()
                        ? "silence counts again: the network was lost between " + blindness.began()
                        : "silence is held: " + blindness.responding() + " of the witnesses responded, "
                                + blindness.quorum() + " have to");
    }
}
