package io.halfshake.cluster;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that do not change: what the state keeps and does not read, so that members of other versions keep it too. */
final class Bytes {
    static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    static Bytes copyOf(byte[] content) {
        return content.length == 0 ? EMPTY : new Bytes(content.clone());
    }

    int length() {
        return content.length;
    }

    byte[] toArray() {
        return content.clone();
    }

    void writeTo(ByteArrayOutputStream out) {
        out.write(content, 0, content.length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that && Arrays.equals(content, that.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return content.length + " bytes";
    }
}
