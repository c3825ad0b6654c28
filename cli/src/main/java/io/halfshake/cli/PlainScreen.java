package io.halfshake.cli;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** A pipe, a file, or a terminal that understands no escapes. */
final class PlainScreen implements WatchScreen {
    private final Output output;
    private final LongSupplier nanoTime;

    PlainScreen(Surroundings surroundings) {
        this.nanoTime = surroundings.nanoTime();
        this.output = new Output(surroundings.stdout(), nanoTime.getAsLong());
    }

    @Override
    public void line(String line) {
        output.line(line.getBytes(StandardCharsets.UTF_8), nanoTime.getAsLong());
    }

    @Override
    public boolean showsStates() {
        return false;
    }

    @Override
    public void pulse() {
        if (output.isPending()) {
            output.flush(nanoTime.getAsLong());
        }
    }

    @Override
    public void end(String report) {
        line(report);
        output.flush(nanoTime.getAsLong());
    }
}
