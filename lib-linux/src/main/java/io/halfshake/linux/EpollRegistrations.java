package io.halfshake.linux;

import io.netty.channel.IoRegistration;
import java.util.concurrent.RejectedExecutionException;

/** What is registered with an event loop's epoll. */
final class EpollRegistrations {
    private static final int MAX_CANCELS = 2;

    private EpollRegistrations() {}

    /** Takes a descriptor out of epoll, before it is closed. Never throws. */
    static void cancel(IoRegistration registration) {
        // Closing the descriptor takes it out of epoll, too. But the event loop would take the next of that number for
        // it.
        for (int attempt = 1; attempt <= MAX_CANCELS; attempt++) {
            try {
                registration.cancel();
                return;
            } catch (RejectedExecutionException e) {
                // The event loop has ended, and its epoll descriptor with it.
                return;
            } catch (RuntimeException | Error e) {
                LoopWarnings.report("a descriptor could not be taken out of epoll", e);
            }
        }
    }
}
