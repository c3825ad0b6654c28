package io.halfshake;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds engines and opens the best. One that cannot be loaded is listed with its cause like any other. */
final class Engines {
    private Engines() {}

    /** Kept, so that each self-test runs once. Providers own no threads and no descriptors. */
    private static final class Present {
        static final EngineProviders.Found FOUND = EngineProviders.load();
    }

    private static List<EngineProvider> present() {
        EngineProviders.reportUnlisted(Present.FOUND);
        return Present.FOUND.all();
    }

    /**
     * An engine that was opened.
     *
     * @param mayImprove whether a better one may become available, or this one better
     */
    record Opened(Engine engine, EngineReport report, boolean mayImprove) {}

    static List<EngineStatus> statuses() {
        return present().stream()
                .map(p -> new EngineStatus(p.name(), p.description(), availability(p)))
                .toList();
    }

    static Opened open(EngineRequest request) {
        EngineChoice choice = request.choice();
        EngineProvider own = choice.provider();
        List<EngineProvider> present = own == null ? present() : List.of();
        EngineSwitches.reportMistakes(own == null ? present : List.of(own), own == null);
        List<EngineReport.PassedOver> passedOver = new ArrayList<>();
        Throwable failure = null;
        boolean mayImprove = false;
        List<EngineProvider> candidates = choice.among(present);
        if (candidates.isEmpty()) {
            throw EngineUnavailableException.noSuchEngine(
                    choice.name(), present.stream().map(EngineProvider::name).toList());
        }
        for (EngineProvider provider : candidates) {
            EngineAvailability availability = availability(provider);
            mayImprove |= availability.mayChange();
            if (!availability.isAvailable()) {
                passedOver.add(new EngineReport.PassedOver(provider.name(), cause(availability, "does not work here")));
            } else if (request.requireHalfOpen() && availability.handshake() != Handshake.HALF) {
                passedOver.add(new EngineReport.PassedOver(
                        provider.name(), "makes full handshakes: " + cause(availability, "by design")));
            } else {
                try {
                    return opened(provider, availability, request, passedOver, mayImprove);
                } catch (RuntimeException | Error e) {
                    passedOver.add(new EngineReport.PassedOver(provider.name(), text(e)));
                    failure = e;
                }
            }
        }
        throw new EngineUnavailableException(choice.describe(request.requireHalfOpen()), passedOver, failure);
    }

    /**
     * Opens the engine that would be taken now, where that is another one than this, or makes a better handshake; null
     * where it is not. Tries again only what {@linkplain EngineAvailability#mayChange() may change}.
     */
    static @Nullable Opened better(EngineRequest request, EngineReport current) {
        if (!isBetterAvailable(request.choice(), current)) {
            return null;
        }
        Opened found = open(request);
        EngineReport report = found.report();
        boolean isBetter = !report.name().equals(current.name()) || report.handshake() != current.handshake();
        if (!isBetter) {
            // The better one is available, but could not be opened.
            found.engine().close();
        }
        return isBetter ? found : null;
    }

    private static boolean isBetterAvailable(EngineChoice choice, EngineReport current) {
        for (EngineProvider provider : choice.among(choice.provider() == null ? present() : List.of())) {
            EngineAvailability availability = availability(provider);
            if (provider.name().equals(current.name())) {
                return availability.handshake() == Handshake.HALF && current.handshake() == Handshake.FULL;
            }
            if (availability.handshake() == Handshake.HALF) {
                return true;
            }
        }
        return false;
    }

    private static Opened opened(
            EngineProvider provider,
            EngineAvailability availability,
            EngineRequest request,
            List<EngineReport.PassedOver> passedOver,
            boolean mayImprove) {
        // A second socket for each check: one more SYN goes out half-way, or the next address is asked.
        Engine engine = provider.open(new EngineSettings(2 * request.maxInFlight(), request.mayResend()));
        boolean kept = false;
        try {
            Opened opened = reported(engine, availability, request, passedOver, mayImprove);
            kept = true;
            return opened;
        } finally {
            if (!kept) {
                engine.close();
            }
        }
    }

    private static Opened reported(
            Engine engine,
            EngineAvailability availability,
            EngineRequest request,
            List<EngineReport.PassedOver> passedOver,
            boolean mayImprove) {
        int maxInFlight = request.maxInFlight();
        int inFlight = Math.max(1, Math.min(maxInFlight, engine.capacity() / 2));
        String shortfall = availability.cause();
        String limit = engine.capacityLimit();
        if (inFlight < maxInFlight && (request.insistent() || limit != null)) {
            String fewer = "maxInFlight: " + maxInFlight + " (the engine holds " + inFlight + " here"
                    + (limit == null ? ")" : ": " + limit + ")");
            shortfall = shortfall == null ? fewer : shortfall + "; " + fewer;
        }
        EngineReport report = new EngineReport(
                engine.name(), engine.handshake(), inFlight, passedOver, engine.asksHosts(), shortfall);
        return new Opened(engine, report, mayImprove);
    }

    private static EngineAvailability availability(EngineProvider provider) {
        try {
            String off = EngineSwitches.turnedOff(provider.name());
            return off == null ? provider.availability() : EngineAvailability.unavailable(off, List.of());
        } catch (RuntimeException | Error e) {
            return EngineAvailability.unavailable(e.toString(), List.of());
        }
    }

    private static String text(Throwable error) {
        return error instanceof RuntimeException && error.getMessage() != null ? error.getMessage() : error.toString();
    }

    private static String cause(EngineAvailability availability, String otherwise) {
        return availability.cause() == null ? otherwise : availability.cause();
    }
}
