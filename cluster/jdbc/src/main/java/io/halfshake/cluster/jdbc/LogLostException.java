package io.halfshake.cluster.jdbc;

/** The database does not have the log that this member has applied, or none that it can read. */
final class LogLostException extends Exception {
    private static final long serialVersionUID = 1;

    LogLostException(String message) {
        super(message);
    }
}
