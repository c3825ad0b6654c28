package io.halfshake.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** Writes the values that commands and snapshots consist of. {@link FormatReader} reads them. */
final class FormatWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** One byte, 0 to 255. */
    void code(int value) {
        out.write(value);
    }

    /** Zero or more: seven bits a byte, the lowest first, each byte but the last with its highest bit set (LEB128). */
    void number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** Any number, small ones in few bytes: 0, -1, 1, -2 are written as 0, 1, 2, 3. */
    void signed(long value) {
        number((value << 1) ^ (value >> 63));
    }

    void bool(boolean value) {
        out.write(value ? 1 : 0);
    }

    /** The number of bytes in UTF-8, and these. */
    void text(String value) {
        byte[] encoded = value.getBytes(UTF_8);
        number(encoded.length);
        out.write(encoded, 0, encoded.length);
    }

    void bytes(Bytes value) {
        number(value.length());
        value.writeTo(out);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}
