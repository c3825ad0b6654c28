package io.halfshake.monitor;

/** Transitions in the JDK's flight recorder, where the run time has it. Not touched before a recording is made. */
final class TransitionEvents {
    private static final boolean PRESENT = isPresent();

    private TransitionEvents() {}

    static void record(Transition transition) {
        if (PRESENT && Recorder.isInUse()) {
            TransitionEvent.commit(transition);
        }
    }

    private static boolean isPresent() {
        try {
            Class.forName("jdk.jfr.FlightRecorder", false, TransitionEvents.class.getClassLoader());
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
