package io.halfshake.cluster.jdbc;

import io.halfshake.cluster.spi.LogListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a member as the texts that it has applied, which it can restore too. */
final class RecordingListener implements LogListener {
    private final List<String> applied = new ArrayList<>();
    private final List<Long> indexes = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private @Nullable Long restored;

    @Override
    public synchronized void applied(long index, byte[] command) {
        String text = new String(command, StandardCharsets.UTF_8);
        if (text.equals("too new")) {
            throw new IllegalStateException("command: of a later version");
        }
        indexes.add(index);
        applied.add(text);
    }

    @Override
    public synchronized byte[] snapshot() {
        return String.join("\n", applied).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void restore(long index, byte[] snapshot) {
        String text = new String(snapshot, StandardCharsets.UTF_8);
        if (text.equals("too large")) {
            throw new OutOfMemoryError("as if");
        }
        if (text.equals("garbage")) {
            throw new IllegalArgumentException("snapshot: version 9 (expected 1)");
        }
        restored = index;
        applied.clear();
        applied.addAll(List.of(text.split("\n")));
    }

    @Override
    public synchronized void failed(Exception cause) {
        failures.add(cause);
    }

    synchronized List<String> applied() {
        return List.copyOf(applied);
    }

    synchronized List<Long> indexes() {
        return List.copyOf(indexes);
    }

    synchronized @Nullable Exception failure() {
        return failures.isEmpty() ? null : failures.get(0);
    }

    synchronized List<Exception> failures() {
        return List.copyOf(failures);
    }

    synchronized @Nullable Long restored() {
        return restored;
    }
}
