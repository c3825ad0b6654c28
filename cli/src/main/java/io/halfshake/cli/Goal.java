package io.halfshake.cli;

import io.halfshake.monitor.State;
import io.halfshake.monitor.Transition;
import java.util.HashSet;
import java.util.Set;

/** What {@code --until-down} and {@code --until-up} wait for. Not safe for use by several threads at once. */
final class Goal {
    private final boolean untilDown;
    private final boolean untilUp;
    private final Set<String> down = new HashSet<>();
    /** Of those, the ones that were seen to be up before. */
    private final Set<String> seenToFall = new HashSet<>();

    private boolean anyOver;
    private boolean met;

    Goal(boolean untilDown, boolean untilUp) {
        this.untilDown = untilDown;
        this.untilUp = untilUp;
    }

    void learn(Transition transition) {
        if (transition.to() == State.DOWN) {
            fell(transition);
        } else if (transition.from() == State.DOWN) {
            rose(transition.target());
        }
    }

    private void fell(Transition transition) {
        down.add(transition.target());
        if (transition.from() == State.UP) {
            seenToFall.add(transition.target());
        }
        met |= untilDown && !untilUp;
    }

    private void rose(String target) {
        down.remove(target);
        boolean seen = seenToFall.remove(target);
        anyOver |= seen || !untilDown;
        met |= untilUp && anyOver && down.isEmpty();
    }

    boolean isMet() {
        return met;
    }
}
