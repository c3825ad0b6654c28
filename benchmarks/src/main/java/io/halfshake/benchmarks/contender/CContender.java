package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Expected;
import java.util.List;

/**
 * The contenders in C, in {@code src/main/c}: what the same checks cost without Java. They have no deadline, so they
 * take part only where targets answer.
 */
public enum CContender {
    /** Seven system calls for each check, as one writes it first. */
    NAIVE("naive loop in C, a fresh socket each", "half_open"),
    /** The system calls of {@link JavaContender#BARE_REUSED}. */
    REUSED("bare loop in C, reused sockets", "half_open"),
    SYN("raw SYN in C, 64 in a system call", "syn");

    private final String text;
    private final String source;

    CContender(String text, String source) {
        this.text = text;
        this.source = source;
    }

    public String text() {
        return text;
    }

    /** The source's name, without its extension. */
    String source() {
        return source;
    }

    List<String> arguments() {
        return switch (this) {
            case NAIVE -> List.of("fresh");
            case REUSED -> List.of("reused");
            case SYN -> List.of();
        };
    }

    boolean canTell(Expected expected) {
        return expected != Expected.SILENT;
    }
}
