package io.halfshake.monitor;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import java.util.List;
import java.util.stream.Stream;

/** Why a check was not Up, as a small number. Means something within one process only. */
final class Reasons {
    private static final List<Enum<?>> ALL = Stream.<Enum<?>>concat(
                    Stream.of(DownReason.values()), Stream.of(UnknownReason.values()))
            .toList();

    static final int COUNT = ALL.size();

    private Reasons() {}

    static byte index(Enum<?> reason) {
        return (byte) ALL.indexOf(reason);
    }

    static Enum<?> at(int index) {
        return ALL.get(index);
    }
}
