package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SipHashTest {
    /** The key and the message of the reference implementation's vectors: octets 0 to 15, and 0 to 23. */
    @Test
    void hash_matchesTheReferenceVector() {
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

        assertThat(hash.hash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0x1716151413121110L))
                .isEqualTo(0xb8ad50c6f649af94L);
    }

    @Test
    void hashWithAnotherSecret_differs() {
        assertThat(SipHash.secret().hash(1, 2, 3)).isNotEqualTo(SipHash.secret().hash(1, 2, 3));
    }
}
