package io.halfshake.server.store;

import java.io.Serial;

/** The history cannot be read. The text may be shown to clients; the cause may not. */
public final class StoreException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    StoreException(String text, Throwable cause) {
        super(text, cause);
    }
}
