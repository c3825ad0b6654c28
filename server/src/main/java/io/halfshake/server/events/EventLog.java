package io.halfshake.server.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The latest messages, for listeners that were away for a moment. For one thread at a time. */
final class EventLog {
    private final int maxMessages;
    private final int maxBytes;
    private final Deque<byte[]> messages;
    private int bytes;
    private long last;

    EventLog(int maxMessages, int maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        // Never grows: where there is no memory for that, messages are lost, and listeners do not learn of it.
        this.messages = new ArrayDeque<>(maxMessages + 1);
    }

    /** The number of the latest message; 0 before the first. */
    long last() {
        return last;
    }

    /** Its number is one more than that of the last. */
    void add(byte[] message) {
        last++;
        messages.addLast(message);
        bytes += message.length;
        while (messages.size() > maxMessages || bytes > maxBytes) {
            bytes -= messages.removeFirst().length;
        }
    }

    /** Forgets all messages, and counts one that no listener received. */
    void skip() {
        messages.clear();
        bytes = 0;
        last++;
    }

    /** What came behind the message with this number; null where some of it is no longer known, or it never was. */
    @Nullable
    List<byte[]> after(long number) {
        long first = last - messages.size();
        return number < first || number > last
                ? null
                : new ArrayList<>(messages).subList((int) (number - first), messages.size());
    }
}
