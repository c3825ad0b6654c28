package io.halfshake.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link FormatWriter} has written, and takes nothing for granted: bytes may be cut off or have been made
 * up. No size that is read is allocated before the bytes for it are there.
 */
final class FormatReader {
    private final byte[] content;
    private int at;

    /** The array is not copied, and not changed. */
    FormatReader(byte[] content) {
        this.content = content;
    }

    int code() throws FormatException {
        requireLeft(1);
        return content[at++] & 0xFF;
    }

    boolean bool() throws FormatException {
        int value = code();
        if (value > 1) {
            throw malformed("0 or 1 instead of " + value);
        }
        return value == 1;
    }

    /** Zero to the limit. */
    long number(long most) throws FormatException {
        long value = raw();
        if (value < 0 || value > most) {
            throw new FormatException(
                    Refusal.OVERSIZED, "number: " + Long.toUnsignedString(value) + " (expected 0 to " + most + ")");
        }
        return value;
    }

    /** A number of items or bytes. */
    int size(int most) throws FormatException {
        return (int) number(most);
    }

    long signed() throws FormatException {
        long value = raw();
        return (value >>> 1) ^ -(value & 1);
    }

    /** All 64 bits. */
    private long raw() throws FormatException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = code();
            if (shift == 63 && next > 1) {
                throw malformed("a number of at most 64 bits");
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a number of at most 10 bytes");
    }

    /** Well-formed UTF-8, since two members must not read one text in two ways. */
    String text(int mostBytes) throws FormatException {
        int size = size(mostBytes);
        requireLeft(size);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content, at, size))
                    .toString();
            at += size;
            return text;
        } catch (CharacterCodingException e) {
            FormatException malformed = malformed("UTF-8");
            malformed.initCause(e);
            throw malformed;
        }
    }

    Bytes bytes(int most) throws FormatException {
        int size = size(most);
        requireLeft(size);
        Bytes bytes = Bytes.copyOf(Arrays.copyOfRange(content, at, at + size));
        at += size;
        return bytes;
    }

    void requireEnd() throws FormatException {
        if (at < content.length) {
            throw malformed("the end instead of " + (content.length - at) + " bytes more");
        }
    }

    FormatException malformed(String expected) {
        return new FormatException(
                Refusal.MALFORMED, "byte " + at + " of " + content.length + ": expected " + expected);
    }

    private void requireLeft(int size) throws FormatException {
        int left = content.length - at;
        if (size > left) {
            throw malformed(size + " bytes more instead of " + left);
        }
    }
}
