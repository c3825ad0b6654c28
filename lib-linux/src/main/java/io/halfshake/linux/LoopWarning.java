package io.halfshake.linux;

import java.lang.System.Logger.Level;

/**
 * What a loop has survived and no check's result says. Constants that exist before anything fails: a text in the place
 * where an error is handled is allocated when that place is first reached, which without memory throws once more.
 */
enum LoopWarning {
    DESCRIPTOR_NOT_CLOSED("a descriptor could not be closed"),
    DESCRIPTOR_NOT_FREED("a check's descriptor could not be freed"),
    DESCRIPTOR_NOT_REMOVED("a descriptor could not be taken out of epoll"),
    EVENT_CUT_SHORT("an event was not handled to its end"),
    LIBRARY_STAYS_BOUND("the C library stays bound"),
    LOOP_NOT_CLOSED("a loop could not be closed"),
    NETLINK_NOT_CLOSED("a netlink socket could not be closed"),
    NOT_GIVEN_BACK("what a loop held could not be given back"),
    PACKETS_NOT_READ("packets could not be read"),
    PACKET_NOT_READ("a packet could not be read"),
    PACKET_NOT_RESENT("a packet cannot be sent again"),
    POLL_FAILED("the event loop could not poll"),
    RESULT_NOT_DELIVERED("a result could not be delivered"),
    ROUTE_CHANGES_NOT_READ("changes of routes could not be read"),
    SOCKET_NOT_CLOSED("a socket could not be closed"),
    TASK_CUT_SHORT("a task was not run to its end"),
    TASK_NOT_SCHEDULED("a task could not be scheduled"),
    TIMER_CUT_SHORT("a timer was not run to its end"),
    TURN_CUT_SHORT("a turn of the loop was cut short");

    private final String text;

    LoopWarning(String text) {
        this.text = text;
    }

    /** Makes the constants, while there is memory. */
    static void prepare() {
        LoopWarning unused = POLL_FAILED;
    }

    /** Never throws: its callers have to go on. */
    void report(Throwable error) {
        try {
            System.getLogger("io.halfshake").log(Level.ERROR, text, error);
        } catch (RuntimeException | Error e) {
            // Usually there is no memory even for that. With nothing to tell it with, going on is all that is left.
            return;
        }
    }
}
