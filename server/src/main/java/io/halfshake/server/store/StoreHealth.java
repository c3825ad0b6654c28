package io.halfshake.server.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the history is.
 *
 * @param state whether it is written
 * @param since when that began
 * @param lastWritten when something was last written; null if that was never so
 * @param waiting how many events and summaries wait to be written
 * @param lostEvents how many transitions and removals were lost since the start
 * @param lostMinutes how many summaries of minutes were lost since the start
 * @param failures how many attempts to connect or to write have failed since the start
 */
public record StoreHealth(
        State state,
        Instant since,
        @Nullable Instant lastWritten,
        int waiting,
        long lostEvents,
        long lostMinutes,
        long failures) {
    /** Whether the history is written. */
    public enum State {
        /** Not yet: the database has not been reached. */
        STARTING,
        /** It is. */
        WRITING,
        /** The database does not accept it; what is found waits. */
        FAILING,
        /** Not any more. */
        CLOSED
    }
}
