package io.halfshake.lab;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory that the kernel reads and writes, in network byte order unless said otherwise. */
final class NativeBuffer {
    final ByteBuffer bytes;
    final long address;

    NativeBuffer(int length, ByteOrder order) {
        bytes = ByteBuffer.allocateDirect(length).order(order);
        address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
    }
}
