package io.halfshake.monitor;

/**
 * When a state changes: a pure machine. It is fed conclusive results only; whatever is Unknown never gets here, and so
 * neither moves a state nor breaks a row.
 */
final class Thresholds {
    private Thresholds() {}

    /** The length of the row with one more result: positive for good ones, negative for bad ones. */
    static int streak(int before, boolean good) {
        if (good) {
            return before < 0 ? 1 : Math.min(before + 1, Integer.MAX_VALUE - 1);
        }
        return before > 0 ? -1 : Math.max(before - 1, -Integer.MAX_VALUE + 1);
    }

    /** The state that follows from the row so far. */
    static State next(State state, int streak, int rise, int fall) {
        return switch (state) {
            case UNKNOWN -> streak > 0 ? State.UP : streak < 0 ? State.DOWN : State.UNKNOWN;
            case UP -> streak <= -fall ? State.DOWN : State.UP;
            case DOWN -> streak >= rise ? State.UP : State.DOWN;
        };
    }

    static boolean inDoubt(State state, int streak) {
        return state == State.UP ? streak < 0 : state == State.DOWN && streak > 0;
    }
}
