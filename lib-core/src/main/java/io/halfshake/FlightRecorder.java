package io.halfshake;

/** The JDK's flight recorder, where the run time has it. Not touched before a recording is made: loading it is slow. */
final class FlightRecorder {
    private static final boolean PRESENT = isPresent();

    private FlightRecorder() {}

    static void record(CheckResult result) {
        if (PRESENT && Recorder.isInUse()) {
            CheckEvent.commit(result);
        }
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
