package io.halfshake.linux;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that an {@link EpollLoop} polls. The kernel returns with each event the place of its registration,
 * and a number that no other registration has had there, so that a late event finds nothing. Belongs to the loop's
 * thread.
 */
final class EpollRegistrations {
    /** Of the wake-up, whose events find nothing: place 0 stays empty. */
    private static final long NO_HANDLER = 0;

    private static final int FIRST_CAPACITY = 64;

    private final EpollCalls calls;
    private final int epoll;
    private final EpollEvents interest = new EpollEvents(1);
    private @Nullable Registration[] places = new @Nullable Registration[FIRST_CAPACITY];

    /** The places below {@link #used} that are empty, all but place 0. */
    private int[] free = new int[FIRST_CAPACITY];

    private int freeCount;
    private int used = 1;
    private int serial;
    private boolean closed;

    EpollRegistrations(EpollCalls calls, int epoll) {
        this.calls = calls;
        this.epoll = epoll;
    }

    private final class Registration implements EpollRegistration {
        private final EpollHandler handler;
        private final int place;
        private final long data;

        Registration(EpollHandler handler, int place, int serial) {
            this.handler = handler;
            this.place = place;
            this.data = (long) serial << Integer.SIZE | place;
        }

        @Override
        public void cancel() {
            remove(this);
        }
    }

    /** Throws with the system call and its error. */
    void add(WakeUp wakeUp) {
        control(LibC.EPOLL_CTL_ADD, wakeUp.descriptor(), LibC.EPOLLIN | LibC.EPOLLET, NO_HANDLER);
    }

    /** Throws with the system call and its error. */
    EpollRegistration add(EpollHandler handler, int events) {
        int place = freeCount > 0 ? free[freeCount - 1] : used;
        if (place == places.length) {
            grow();
        }
        Registration added = new Registration(handler, place, ++serial);
        control(LibC.EPOLL_CTL_ADD, handler.descriptor(), events, added.data);
        places[place] = added;
        if (place == used) {
            used++;
        } else {
            freeCount--;
        }
        return added;
    }

    private void grow() {
        // Longer first: if there is no memory for the other, it does no harm.
        free = Arrays.copyOf(free, 2 * places.length);
        places = Arrays.copyOf(places, 2 * places.length);
    }

    private void control(int operation, int descriptor, int events, long data) {
        interest.set(0, events, data);
        int result = calls.epollControl(epoll, operation, descriptor, interest);
        if (result < 0) {
            throw new SystemCallException("epoll_ctl(2)", -result);
        }
    }

    /** Whose event this is; null for one that is registered no more. */
    @Nullable
    EpollHandler handler(long data) {
        Registration registration = places[(int) data];
        return registration == null || registration.data != data ? null : registration.handler;
    }

    private void remove(Registration registration) {
        if (closed || places[registration.place] != registration) {
            return;
        }
        places[registration.place] = null;
        free[freeCount++] = registration.place;
        try {
            // Closing the descriptor does it too, but for one that a child process holds as it is being started.
            control(LibC.EPOLL_CTL_DEL, registration.handler.descriptor(), 0, registration.data);
        } catch (RuntimeException | Error e) {
            LoopWarning.DESCRIPTOR_NOT_REMOVED.report(e);
        }
    }

    /** Closes whatever is registered. The descriptor of epoll is closed next. */
    void close() {
        for (int place = 1; place < used; place++) {
            Registration registration = places[place];
            if (registration != null) {
                try {
                    registration.handler.close();
                } catch (RuntimeException | Error e) {
                    LoopWarning.DESCRIPTOR_NOT_CLOSED.report(e);
                }
                places[place] = null;
            }
        }
        closed = true;
    }
}
