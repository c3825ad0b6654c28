package io.halfshake.linux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** A kernel and a clock for one event loop, whose polls do what the test says. */
final class FakeEpoll implements EpollCalls, LoopClock {
    static final int EPOLL = 3;
    static final int EVENT_FD = 4;
    private static final int NONE = -1;

    private final Map<Integer, Long> data = new HashMap<>();
    private final Deque<IntSupplier> polls = new ArrayDeque<>();
    private final List<Integer> ready = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    final List<Long> waits = new ArrayList<>();
    final List<Integer> closed = new ArrayList<>();
    Runnable afterLastPoll = () -> {};
    Runnable duringWrite = () -> {};
    long now;
    int wakeUps;
    int pauses;
    int resultOfWrite = Long.BYTES;
    int resultOfControl;

    /** Throws as it is closed. */
    int unclosable = NONE;

    /** What the kernel is to return with events of this descriptor. */
    long data(int descriptor) {
        return data.getOrDefault(descriptor, 0L);
    }

    /** What happens during the next poll that nothing is said of yet; it returns those events. */
    void poll(Runnable meanwhile, int... descriptors) {
        polls.add(() -> {
            meanwhile.run();
            for (int descriptor : descriptors) {
                ready.add(descriptor);
            }
            return ready.size();
        });
    }

    void failPoll(Errno errno, Runnable meanwhile) {
        polls.add(() -> {
            meanwhile.run();
            return -errno.number;
        });
    }

    void failPoll(Errno errno) {
        failPoll(errno, () -> {});
    }

    void throwInPoll(Error error) {
        polls.add(() -> {
            throw error;
        });
    }

    @Override
    public int epollCreate() {
        return EPOLL;
    }

    @Override
    public int eventFd() {
        return EVENT_FD;
    }

    @Override
    public int epollControl(int epoll, int operation, int descriptor, EpollEvents event) {
        if (resultOfControl == 0 && operation == LibC.EPOLL_CTL_ADD) {
            data.put(descriptor, event.data(0));
        }
        return resultOfControl;
    }

    @Override
    public int epollWait(int epoll, EpollEvents into, long nanos) {
        log.add("poll");
        waits.add(nanos);
        ready.clear();
        IntSupplier next = polls.poll();
        if (next == null) {
            int before = wakeUps;
            afterLastPoll.run();
            wakeUps = before;
            return 0;
        }
        int result = next.getAsInt();
        for (int i = 0; i < result; i++) {
            into.set(i, LibC.EPOLLIN, data(ready.get(i)));
        }
        return result;
    }

    @Override
    public int write(int descriptor, NativeMemory bytes) {
        wakeUps++;
        int result = resultOfWrite;
        duringWrite.run();
        return result;
    }

    @Override
    public void close(int descriptor) {
        if (descriptor == unclosable) {
            throw new IllegalStateException("injected");
        }
        closed.add(descriptor);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void pause(long nanos) {
        pauses++;
        now += nanos;
    }
}
