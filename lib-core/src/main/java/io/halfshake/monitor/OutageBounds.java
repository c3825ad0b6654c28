package io.halfshake.monitor;

/**
 * Between which moments a target went down or came back, from the results seen. No check saw the change itself: it is
 * not before the start of the last check with the opposite result, and not after the answer of the first with this one.
 * Guarded by its target. Times are nanoseconds since the monitor was built, negative before, and {@link #NEVER} where
 * there is none.
 *
 * <p>A superclass and not a field, since a million targets each have one.
 */
abstract class OutageBounds extends PackedResult {
    static final long NEVER = TimeSpans.NEVER;

    /** The start of the first conclusive check. */
    private long observedFrom = NEVER;

    /** Of the present row of equal results: the first answer and the last start. */
    private long rowAnswered = NEVER;

    private long rowAsked = NEVER;

    /** The last start in the row before, whose results were the opposite. */
    private long otherAsked = NEVER;

    OutageBounds(String target) {
        super(target);
    }

    /** Takes in a conclusive result, which begins a row or is one more of the present one. */
    final void extend(boolean beginsRow, long asked, long answered) {
        if (observedFrom == NEVER) {
            observedFrom = asked;
        }
        if (beginsRow) {
            otherAsked = rowAsked;
            rowAnswered = answered;
        }
        rowAsked = asked;
    }

    /**
     * Continues what was found elsewhere, before the first result here.
     *
     * @param from the start of the first conclusive check
     * @param confirmed the start of the last check whose result was the present state's
     * @param confirmedBy not before the answer to that one
     */
    final void resume(long from, long confirmed, long confirmedBy) {
        observedFrom = from;
        rowAsked = confirmed;
        rowAnswered = confirmedBy;
    }

    final boolean isObserved() {
        return observedFrom != NEVER;
    }

    final long observedFrom() {
        return observedFrom;
    }

    /** The change to the present row's state came no earlier. */
    final long earliest() {
        return isUnbounded() ? observedFrom : otherAsked;
    }

    /** Nor later. */
    final long latest() {
        return rowAnswered;
    }

    /** No opposite result came before, so that the change may have come at any time before the first check. */
    final boolean isUnbounded() {
        return otherAsked == NEVER;
    }

    /** The start of the last check of the present row, or of the one before. */
    final long lastStart(boolean ofPresentRow) {
        return ofPresentRow ? rowAsked : otherAsked;
    }
}
