/**
 * Fakes, loopback peers and the engine contract, for tests of code that uses Halfshake.
 *
 * <p>The fakes and peers need nothing but the library itself. The JUnit extension and the contract need JUnit Jupiter,
 * the assertions and the contract need AssertJ; a user of neither does not need them.
 */
module io.halfshake.testing {
    requires transitive io.halfshake;
    requires static transitive org.jspecify;
    requires static org.assertj.core;
    requires static org.junit.jupiter.api;

    exports io.halfshake.testing;

    // JUnit runs the contract's rules, which are package-private, and makes the extension.
    opens io.halfshake.testing to
            org.junit.platform.commons;
}
