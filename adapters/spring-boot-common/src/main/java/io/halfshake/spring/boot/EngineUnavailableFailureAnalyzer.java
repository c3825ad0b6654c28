package io.halfshake.spring.boot;

import io.halfshake.EngineUnavailableException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says why no engine of Halfshake does here what the application requires, instead of a stack trace. */
final class EngineUnavailableFailureAnalyzer extends AbstractFailureAnalyzer<EngineUnavailableException> {
    EngineUnavailableFailureAnalyzer() {}

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EngineUnavailableException cause) {
        return new FailureAnalysis(
                "No engine of Halfshake does on this machine what the application requires. " + cause.getMessage(),
                "Remove the cause, or set halfshake.require-half-open to false where checks may complete handshakes.",
                cause);
    }
}
