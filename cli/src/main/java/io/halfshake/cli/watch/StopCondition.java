package io.halfshake.cli.watch;

import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import java.util.HashSet;
import java.util.Set;

/** The condition of {@code --until-down} and {@code --until-up}. Not safe for use by several threads at once. */
final class StopCondition {
    private final boolean untilDown;
    private final boolean untilUp;
    private final Set<String> down = new HashSet<>();
    /** Those of them that were up before. */
    private final Set<String> downAfterUp = new HashSet<>();

    private boolean anyEnded;
    private boolean met;

    StopCondition(boolean untilDown, boolean untilUp) {
        this.untilDown = untilDown;
        this.untilUp = untilUp;
    }

    void apply(Transition transition) {
        if (transition.to() == TargetState.DOWN) {
            fell(transition);
        } else if (transition.from() == TargetState.DOWN) {
            rose(transition.target());
        }
    }

    private void fell(Transition transition) {
        down.add(transition.target());
        if (transition.from() == TargetState.UP) {
            downAfterUp.add(transition.target());
        }
        met |= untilDown && !untilUp;
    }

    private void rose(String target) {
        down.remove(target);
        boolean wasUp = downAfterUp.remove(target);
        anyEnded |= wasUp || !untilDown;
        met |= untilUp && anyEnded && down.isEmpty();
    }

    boolean isMet() {
        return met;
    }
}
