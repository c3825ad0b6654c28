package io.halfshake.linux;

import java.net.SocketTimeoutException;

/** What a failure says of why an engine cannot be had here. */
final class CauseText {
    private CauseText() {}

    /** The cause at the bottom says what is missing; what is wrapped around it only where it was met. */
    static String of(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        if (root instanceof IncompatibleClassChangeError) {
            return "class path: jars of versions that do not fit together: " + root;
        }
        return root instanceof SystemCallException
                        || root instanceof IllegalStateException
                        || root instanceof SocketTimeoutException
                ? String.valueOf(root.getMessage())
                : root.toString().strip().replaceAll("\\s+", " ");
    }
}
