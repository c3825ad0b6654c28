package io.halfshake.monitor.time;

/** The thread of a monitor on real time, on which all its targets depend: it must not wait for the user's code. */
public final class MonitorThread extends Thread {
    MonitorThread(Runnable task) {
        super(task, "halfshake-monitor");
        setDaemon(true);
    }
}
