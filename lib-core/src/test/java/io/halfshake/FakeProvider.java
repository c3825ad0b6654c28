package io.halfshake;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.util.function.Supplier;

/** Says of itself what the test wants. */
final class FakeProvider implements EngineProvider {
    private final Supplier<EngineAvailability> availability;
    Supplier<Engine> engine = () -> new IdleEngine(Handshake.HALF, 1_000);
    int wantedProbes;

    FakeProvider(Supplier<EngineAvailability> availability) {
        this.availability = availability;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String description() {
        return "for tests";
    }

    @Override
    public int preference() {
        return 0;
    }

    @Override
    public EngineAvailability availability() {
        return availability.get();
    }

    @Override
    public Engine open(EngineSettings settings) {
        wantedProbes = settings.maxProbes();
        return engine.get();
    }
}
