package io.halfshake.linux;

import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Run in a JVM of its own: a log handler of the user's that waits for another thread, which uses the library too, and
 * then throws. Prints whether that thread could end.
 */
final class WaitingLog extends Handler {
    private static final long TIMEOUT_MILLIS = TimeUnit.SECONDS.toMillis(60);

    public static void main(String[] arguments) {
        Logger logger = Logger.getLogger("io.halfshake");
        logger.setUseParentHandlers(false);
        logger.addHandler(new WaitingLog());

        System.out.println("available: " + new HalfOpenProvider().availability().isAvailable());
    }

    @Override
    public void publish(LogRecord entry) {
        Thread other = new Thread(() -> new HalfOpenProvider().availability());
        other.setDaemon(true);
        other.start();
        try {
            other.join(TIMEOUT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.println("ended while logging: " + !other.isAlive());
        throw new IllegalStateException("thrown by a test");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
