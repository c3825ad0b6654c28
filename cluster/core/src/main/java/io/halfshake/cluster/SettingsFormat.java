package io.halfshake.cluster;

import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a target as bytes, which the state keeps without reading them. The version, which of them are set,
 * and these; nothing at all for settings of which none is set.
 */
final class SettingsFormat {
    private static final int VERSION = 1;

    private static final int INTERVAL = 1;
    private static final int JITTER = 1 << 1;
    private static final int TIMEOUT = 1 << 2;
    private static final int RISE = 1 << 3;
    private static final int FALL = 1 << 4;
    private static final int FAST_INTERVAL = 1 << 5;
    private static final int DOWN_INTERVAL = 1 << 6;
    private static final int INITIAL_STATE = 1 << 7;

    private SettingsFormat() {}

    static Bytes encode(TargetSettings settings) {
        if (settings.equals(TargetSettings.inherited())) {
            return Bytes.EMPTY;
        }
        FormatWriter out = new FormatWriter();
        out.code(VERSION);
        out.code(flag(INTERVAL, settings.interval())
                | flag(JITTER, settings.jitter())
                | flag(TIMEOUT, settings.timeout())
                | flag(RISE, settings.rise())
                | flag(FALL, settings.fall())
                | flag(FAST_INTERVAL, settings.fastInterval())
                | flag(DOWN_INTERVAL, settings.downInterval())
                | flag(INITIAL_STATE, settings.initialState()));
        write(out, settings.interval());
        Double jitter = settings.jitter();
        if (jitter != null) {
            out.signed(Double.doubleToLongBits(jitter));
        }
        write(out, settings.timeout());
        write(out, settings.rise());
        write(out, settings.fall());
        write(out, settings.fastInterval());
        write(out, settings.downInterval());
        TargetState initial = settings.initialState();
        if (initial != null) {
            Codes.write(out, initial);
        }
        return Bytes.copyOf(out.toBytes());
    }

    private static int flag(int flag, @Nullable Object value) {
        return value == null ? 0 : flag;
    }

    private static void write(FormatWriter out, @Nullable Duration value) {
        if (value != null) {
            out.number(value.getSeconds());
            out.number(value.getNano());
        }
    }

    private static void write(FormatWriter out, @Nullable Integer value) {
        if (value != null) {
            out.number(value);
        }
    }

    /**
     * Reads what {@link #encode} has written.
     *
     * @throws FormatException if it is of another version, or not possible
     */
    static TargetSettings decode(Bytes bytes) throws FormatException {
        if (bytes.length() == 0) {
            return TargetSettings.inherited();
        }
        FormatReader in = new FormatReader(bytes.toArray());
        int version = in.code();
        if (version != VERSION) {
            throw new FormatException(
                    Refusal.UNKNOWN_VERSION, "version of settings: " + version + " (expected " + VERSION + ")");
        }
        try {
            TargetSettings settings = read(in, in.code());
            in.requireEnd();
            return settings;
        } catch (IllegalArgumentException e) {
            FormatException malformed = in.malformed("settings that are possible: " + e.getMessage());
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static TargetSettings read(FormatReader in, int flags) throws FormatException {
        TargetSettings settings = TargetSettings.inherited();
        if ((flags & INTERVAL) != 0) {
            settings = settings.withInterval(duration(in));
        }
        if ((flags & JITTER) != 0) {
            settings = settings.withJitter(Double.longBitsToDouble(in.signed()));
        }
        if ((flags & TIMEOUT) != 0) {
            settings = settings.withTimeout(duration(in));
        }
        if ((flags & RISE) != 0) {
            settings = settings.withRise(in.size(Integer.MAX_VALUE));
        }
        if ((flags & FALL) != 0) {
            settings = settings.withFall(in.size(Integer.MAX_VALUE));
        }
        if ((flags & FAST_INTERVAL) != 0) {
            settings = settings.withFastInterval(duration(in));
        }
        if ((flags & DOWN_INTERVAL) != 0) {
            settings = settings.withDownInterval(duration(in));
        }
        if ((flags & INITIAL_STATE) != 0) {
            settings = settings.withInitialState(Codes.state(in));
        }
        return settings;
    }

    private static Duration duration(FormatReader in) throws FormatException {
        return Duration.ofSeconds(in.number(Long.MAX_VALUE), in.number(999_999_999));
    }
}
