package io.halfshake.testing.readme;

import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.Transition;

class ResultLog implements MonitorListener {
    @Override
    public void onTransition(Transition change) {
        System.out.println(change.target() + " went from " + change.from() + " to " + change.to() + " between "
                + change.bounds().earliest() + " and " + change.bounds().latest());
    }

    @Override
    public void onResult(TargetResult found) {
        System.out.println(found.result().describe());
    }
}
