package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CauseTextTest {
    private static UnsatisfiedLinkError linkError(String thrower) {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError("/tmp/jna.tmp: failed to map\n segment");
        error.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("java.lang.ClassLoader", "load", null, -1),
            new StackTraceElement(thrower, "loadNativeDispatchLibraryFromClasspath", null, -1)
        });
        return error;
    }

    @Test
    void unloadableLibraryOfJna_namesTheDirectory() {
        assertThat(CauseText.of(new ExceptionInInitializerError(linkError("com.sun.jna.Native"))))
                .isEqualTo(
                        "java.lang.UnsatisfiedLinkError: /tmp/jna.tmp: failed to map segment"
                                + " (JNA loads a library from a file: -Djna.tmpdir sets a directory that is writable and not noexec)");
    }

    @Test
    void otherUnloadableLibrary_isTextAlone() {
        assertThat(CauseText.of(linkError("com.example.Native")))
                .isEqualTo("java.lang.UnsatisfiedLinkError: /tmp/jna.tmp: failed to map segment");
    }

    /** JNA is loaded, and what it was to look up is not there: no directory helps. */
    @Test
    void functionThatJnaDoesNotFind_isTextAlone() {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError("Error looking up function 'absent'");
        error.setStackTrace(
                new StackTraceElement[] {new StackTraceElement("com.sun.jna.Native", "register", null, -1)});

        assertThat(CauseText.of(error)).isEqualTo("java.lang.UnsatisfiedLinkError: Error looking up function 'absent'");
    }

    @Test
    void missingJna_namesItsCoordinates() {
        NoClassDefFoundError error = new NoClassDefFoundError("com/sun/jna/Native");
        error.initCause(new ClassNotFoundException("com.sun.jna.Native"));

        assertThat(CauseText.of(error))
                .isEqualTo("java.lang.ClassNotFoundException: com.sun.jna.Native"
                        + " (net.java.dev.jna:jna is not on the class path)");
    }

    @Test
    void otherMissingClass_isTextAlone() {
        assertThat(CauseText.of(new ClassNotFoundException("com.example.Missing")))
                .isEqualTo("java.lang.ClassNotFoundException: com.example.Missing");
    }
}
