package io.halfshake.lab;

import java.io.IOException;
import java.util.List;
import java.util.PriorityQueue;

/** Packets on their way back, each until its time. */
final class DelayQueue {
    /** Does the bookkeeping once the packets have arrived, unless the interface was down. */
    interface Arrival {
        void at(long now);
    }

    private record Transmission(long due, long number, List<byte[]> packets, Arrival arrival)
            implements Comparable<Transmission> {
        @Override
        public int compareTo(Transmission other) {
            int byTime = Long.signum(due - other.due);
            // Packets for the same time keep their order.
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    private final TunDevice device;
    private final PriorityQueue<Transmission> waiting = new PriorityQueue<>();
    private long number;

    DelayQueue(TunDevice device) {
        this.device = device;
    }

    void send(long due, List<byte[]> packets, Arrival arrival) {
        waiting.add(new Transmission(due, number++, packets, arrival));
    }

    /** Sends what is due, at most a batch at once, so that what comes in is read too. */
    void sendDue(int most) throws IOException {
        for (int left = most; left > 0; left--) {
            Transmission next = waiting.peek();
            if (next == null || next.due - System.nanoTime() > 0) {
                return;
            }
            waiting.remove();
            long now = System.nanoTime();
            boolean received = true;
            for (byte[] packet : next.packets) {
                received &= device.write(packet);
            }
            if (received) {
                next.arrival.at(now);
            }
        }
    }

    /** How many are on their way. */
    int size() {
        return waiting.size();
    }

    /** Until the next is due; at most so long. */
    long nanosToNext(long most) {
        Transmission next = waiting.peek();
        return next == null ? most : Math.max(0, Math.min(most, next.due - System.nanoTime()));
    }
}
