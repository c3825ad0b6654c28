package io.halfshake.cli.watch;

import io.halfshake.cli.command.Environment;
import io.halfshake.cli.terminal.Output;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** A pipe, a file, or a terminal without escapes. */
final class PlainScreen implements WatchScreen {
    private final Output output;
    private final LongSupplier nanoTime;

    PlainScreen(Environment environment) {
        this.nanoTime = environment.nanoTime();
        this.output = new Output(environment.stdout(), nanoTime.getAsLong());
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
    public void refresh() {
        if (output.hasPending()) {
            output.flush(nanoTime.getAsLong());
        }
    }

    @Override
    public void end(String report) {
        line(report);
        output.flush(nanoTime.getAsLong());
    }

    @Override
    public void close() {}
}
