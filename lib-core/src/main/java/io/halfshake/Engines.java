package io.halfshake;

import io.halfshake.portable.PortableEngineProvider;
import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds engines and opens the best. An engine that cannot even be loaded is a finding like any other. */
final class Engines {
    /** Broken provider files could otherwise make the loader fail for ever. */
    private static final int MOST_BROKEN = 16;

    private Engines() {}

    /** Kept, so that each self-test runs once. Providers own no threads and no descriptors. */
    private static final class Present {
        static final List<EngineProvider> PROVIDERS = load();
    }

    record Opened(Engine engine, EngineReport report) {}

    static List<EngineStatus> statuses() {
        return Present.PROVIDERS.stream()
                .map(p -> new EngineStatus(p.name(), p.description(), availability(p)))
                .toList();
    }

    static Opened open(
            EngineChoice choice, boolean requireHalfOpen, int maxInFlight, boolean insistent, boolean mayResend) {
        List<EngineProvider> present = choice.provider() == null ? Present.PROVIDERS : List.of();
        List<EngineReport.PassedOver> passedOver = new ArrayList<>();
        Throwable failure = null;
        List<EngineProvider> candidates = choice.among(present);
        if (candidates.isEmpty()) {
            throw EngineUnavailableException.noSuchEngine(
                    choice.name(), present.stream().map(EngineProvider::name).toList());
        }
        for (EngineProvider provider : candidates) {
            Availability availability = availability(provider);
            if (!availability.isAvailable()) {
                passedOver.add(new EngineReport.PassedOver(provider.name(), cause(availability, "does not work here")));
            } else if (requireHalfOpen && availability.handshake() != Handshake.HALF) {
                passedOver.add(new EngineReport.PassedOver(
                        provider.name(), "makes full handshakes: " + cause(availability, "by design")));
            } else {
                try {
                    return opened(provider, availability, maxInFlight, insistent, mayResend, passedOver);
                } catch (RuntimeException | Error e) {
                    passedOver.add(new EngineReport.PassedOver(provider.name(), text(e)));
                    failure = e;
                }
            }
        }
        throw new EngineUnavailableException(choice.describe(requireHalfOpen), passedOver, failure);
    }

    private static Opened opened(
            EngineProvider provider,
            Availability availability,
            int maxInFlight,
            boolean insistent,
            boolean mayResend,
            List<EngineReport.PassedOver> passedOver) {
        // A second socket for each check: one more SYN goes out half-way, or the next address is asked.
        Engine engine = provider.open(new EngineSettings(2 * maxInFlight, mayResend));
        int inFlight = Math.max(1, Math.min(maxInFlight, engine.capacity() / 2));
        String shortfall = availability.cause();
        if (insistent && inFlight < maxInFlight) {
            String fewer = "maxInFlight: " + maxInFlight + " (the engine holds " + inFlight + " here)";
            shortfall = shortfall == null ? fewer : shortfall + "; " + fewer;
        }
        EngineReport report = new EngineReport(
                engine.name(), engine.handshake(), inFlight, passedOver, engine.asksHosts(), shortfall);
        if (!passedOver.isEmpty() || report.shortfall() != null) {
            // Asked for only here: finding a logger loads the platform's logging.
            System.getLogger("io.halfshake")
                    .log(report.handshake() == Handshake.FULL ? Level.WARNING : Level.INFO, report.describe());
        }
        return new Opened(engine, report);
    }

    private static Availability availability(EngineProvider provider) {
        try {
            return provider.availability();
        } catch (RuntimeException | Error e) {
            return Availability.unavailable(e.toString(), List.of());
        }
    }

    private static String text(Throwable error) {
        return error instanceof RuntimeException && error.getMessage() != null ? error.getMessage() : error.toString();
    }

    private static String cause(Availability availability, String otherwise) {
        return availability.cause() == null ? otherwise : availability.cause();
    }

    private static List<EngineProvider> load() {
        List<EngineProvider> found = new ArrayList<>();
        found.add(new PortableEngineProvider());
        Iterator<EngineProvider> others = ServiceLoader.load(
                        EngineProvider.class, EngineProvider.class.getClassLoader())
                .iterator();
        for (int broken = 0; broken < MOST_BROKEN; ) {
            try {
                if (!others.hasNext()) {
                    break;
                }
                found.add(others.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                broken++;
                found.add(new BrokenProvider(e));
            }
        }
        found.sort(Comparator.comparingInt(EngineProvider::preference).reversed());
        return List.copyOf(found);
    }
}
