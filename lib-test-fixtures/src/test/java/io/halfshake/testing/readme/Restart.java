package io.halfshake.testing.readme;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetSettings;
import java.util.ArrayList;
import java.util.List;

class Restart {
    static List<TargetCheckpoint> stop(Monitor monitor) {
        monitor.close();
        List<TargetCheckpoint> checkpoints = new ArrayList<>();
        for (String target : monitor.targets()) {
            TargetCheckpoint checkpoint = monitor.checkpoint(target);
            if (checkpoint != null) {
                checkpoints.add(checkpoint);
            }
        }
        return checkpoints; // to a file or a database
    }

    static Monitor start(Checker checker, List<TargetCheckpoint> checkpoints) {
        Monitor monitor = Monitor.builder(checker).build();
        for (TargetCheckpoint checkpoint : checkpoints) {
            monitor.adopt(checkpoint, TargetSettings.inherited());
        }
        return monitor;
    }
}
