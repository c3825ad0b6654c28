package io.halfshake.monitor;

/**
 * When a state changes: a pure state machine. It gets conclusive results only: an Unknown neither changes a state nor
 * breaks a row.
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
    static TargetState next(TargetState state, int streak, int rise, int fall) {
        return switch (state) {
            case UNKNOWN -> streak > 0 ? TargetState.UP : streak < 0 ? TargetState.DOWN : TargetState.UNKNOWN;
            case UP -> streak <= -fall ? TargetState.DOWN : TargetState.UP;
            case DOWN -> streak >= rise ? TargetState.UP : TargetState.DOWN;
        };
    }

    static boolean inDoubt(TargetState state, int streak) {
        return state == TargetState.UP ? streak < 0 : state == TargetState.DOWN && streak > 0;
    }
}
