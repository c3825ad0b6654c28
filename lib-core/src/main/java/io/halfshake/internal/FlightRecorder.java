package io.halfshake.internal;

/** The JDK's flight recorder, where the run time has it. Not touched before a recording is made: loading it is slow. */
public final class FlightRecorder {
    private static final boolean PRESENT = isPresent();

    private FlightRecorder() {}

    /** Only then may an event's class be touched. */
    public static boolean isInUse() {
        return PRESENT && Recorder.isInUse();
    }

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.FlightRecorder", false, FlightRecorder.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Apart, so that a run time without the module never links it. */
    private static final class Recorder {
        static boolean isInUse() {
            return jdk.jfr.FlightRecorder.isInitialized();
        }
    }
}
