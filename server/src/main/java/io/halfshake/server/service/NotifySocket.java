package io.halfshake.server.service;

import java.io.IOException;

/** The way to a service manager: the socket that sd_notify(3) names. May be used by many threads, one at a time. */
public interface NotifySocket {
    /**
     * Sends a message, without waiting for the receiver.
     *
     * @param message lines of the form {@code NAME=value}, without an end of line after the last
     * @throws IOException if it was not sent
     */
    void send(String message) throws IOException;

    /**
     * The clock that the service manager compares its own with: {@code CLOCK_MONOTONIC}, in microseconds.
     *
     * @return zero or more
     * @throws IOException if it cannot be read
     */
    long monotonicMicros() throws IOException;
}
