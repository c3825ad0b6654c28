package io.halfshake.server.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.api.TestTargets;
import io.halfshake.server.web.ResponseStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that reads all, until it is stopped. */
final class FakeStream implements ResponseStream {
    static final long LIMIT_SECONDS = 60;

    final CountDownLatch closed = new CountDownLatch(1);
    final CountDownLatch isStuck = new CountDownLatch(1);
    private final BlockingQueue<String> read = new LinkedBlockingQueue<>();
    private volatile boolean stopped;
    private volatile @Nullable IOException failure;

    /** From now on it reads no more, and a write waits until it is interrupted. */
    void stopReading() {
        stopped = true;
    }

    void fail() {
        failure = new IOException("Broken pipe");
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        IOException error = failure;
        if (error != null) {
            throw error;
        }
        if (stopped) {
            isStuck.countDown();
            try {
                boolean unused = new CountDownLatch(1).await(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new InterruptedIOException("closed");
            }
        }
        read.add(new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    void awaitClosed() throws InterruptedException {
        assertThat(closed.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** The next event, of this type. */
    Event next(String type) throws InterruptedException {
        String text = read.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(text).isNotNull();
        Event event = Event.parse(text);
        assertThat(event.type()).isEqualTo(type);
        return event;
    }

    boolean hasNothing() {
        return read.isEmpty();
    }

    /** As a browser reads it. */
    record Event(@Nullable String id, @Nullable String type, Map<String, Object> data) {
        static Event parse(String text) {
            assertThat(text).endsWith("\n\n").doesNotContain("\r");
            String id = null;
            String type = null;
            StringBuilder data = new StringBuilder();
            for (String line : text.strip().split("\n", -1)) {
                String value = line.substring(line.indexOf(": ") + 2);
                if (line.startsWith("id: ")) {
                    id = value;
                } else if (line.startsWith("event: ")) {
                    type = value;
                } else if (line.startsWith("data: ")) {
                    data.append(value);
                }
            }
            return new Event(id, type, TestTargets.parse(data.toString()));
        }
    }
}
