package io.halfshake.linux;

import java.net.SocketTimeoutException;
import java.util.stream.Stream;

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
                : root.toString().strip().replaceAll("\\s+", " ") + jnaHint(root);
    }

    /** JNA's errors do not say what a user can do about them. */
    private static String jnaHint(Throwable root) {
        if (root instanceof ClassNotFoundException
                && String.valueOf(root.getMessage()).startsWith("com.sun.jna.")) {
            return " (net.java.dev.jna:jna is not on the class path)";
        }
        return root instanceof UnsatisfiedLinkError
                        && Stream.of(root.getStackTrace()).anyMatch(CauseText::loadsLibraryOfJna)
                ? " (JNA loads a library from a file: -Djna.tmpdir sets a directory that is writable and not noexec)"
                : "";
    }

    /** False for a frame that looks up a function, which no directory helps to find. */
    private static boolean loadsLibraryOfJna(StackTraceElement frame) {
        return frame.getClassName().equals("com.sun.jna.Native")
                && frame.getMethodName().startsWith("loadNativeDispatchLibrary");
    }
}
