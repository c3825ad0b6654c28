package io.halfshake.cli.doctor;

import io.halfshake.EngineReport;
import io.halfshake.EngineStatus;
import io.halfshake.Handshake;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.spi.EngineAvailability;
import java.util.Locale;
import java.util.Map;

/** The findings of {@code doctor} as text. */
final class DoctorText {
    private final StringBuilder text = new StringBuilder(2_000);

    private DoctorText() {}

    static String of(DoctorReport report) {
        DoctorText text = new DoctorText();
        text.line("Engines, in order of preference:");
        for (EngineStatus engine : report.engines()) {
            text.engine(engine);
        }
        text.line("");
        text.chosen(report);
        text.line("");
        text.line("This machine:");
        for (Map.Entry<String, String> fact : report.machine().entrySet()) {
            text.line(String.format(Locale.ROOT, "  %-13s %s", fact.getKey(), fact.getValue()));
        }
        return text.text.toString();
    }

    private void engine(EngineStatus engine) {
        EngineAvailability availability = engine.availability();
        Handshake handshake = availability.handshake();
        String state = handshake == null ? "not available" : Texts.words(handshake) + " handshake";
        line(String.format(Locale.ROOT, "  %-12s  %s", engine.name(), state));
        detail(engine.description());
        if (availability.cause() != null) {
            detail("cause: " + availability.cause());
        }
        for (String evidence : availability.evidence()) {
            detail("- " + evidence);
        }
    }

    private void chosen(DoctorReport report) {
        EngineReport chosen = report.chosen();
        if (chosen == null) {
            line("Default engine: none: " + Texts.visible(String.valueOf(report.failure())));
            return;
        }
        line("Default engine: " + chosen.name() + ", " + Texts.words(chosen.handshake()) + " handshake, up to "
                + chosen.maxInFlight() + " checks in flight");
        for (EngineReport.PassedOver passedOver : chosen.passedOver()) {
            line("  " + passedOver.engine() + " is not available: " + Texts.visible(passedOver.cause()));
        }
    }

    private void detail(String detail) {
        line("                " + Texts.visible(detail));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
