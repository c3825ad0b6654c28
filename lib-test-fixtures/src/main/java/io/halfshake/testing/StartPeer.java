package io.halfshake.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.StandardProtocolFamily;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Starts a {@link TcpPeer} for a JUnit test and closes it afterwards. Works with JUnit 5.10 to 6.
 *
 * <pre>{@code
 * @StartPeer
 * TcpPeer database;
 *
 * @Test
 * void failsOver(@StartPeer(PeerKind.REFUSING) TcpPeer standby) { ... }
 * }</pre>
 *
 * <p>A field gets a new peer before each test, a static one before all tests of its class, a parameter whenever its
 * method or constructor is called. Each is closed after its test; that of a static field, of a constructor or of a
 * method for all tests, with the class at the latest. Fields must not be final. With one instance for all tests of a
 * class ({@code @TestInstance(PER_CLASS)}), tests that run at the same time would share an instance's fields: use
 * parameters there.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
@ExtendWith(PeerExtension.class)
@SuppressWarnings("exports") // Only JUnit makes the extension.
public @interface StartPeer {
    /**
     * What the peer does at first.
     *
     * @return the kind
     */
    PeerKind value() default PeerKind.ACCEPTING;

    /**
     * Where the peer is.
     *
     * @return {@link StandardProtocolFamily#INET} for 127.0.0.1, {@link StandardProtocolFamily#INET6} for ::1
     */
    StandardProtocolFamily family() default StandardProtocolFamily.INET;
}
