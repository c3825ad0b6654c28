package io.halfshake.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory that the kernel reads and writes, with its address looked up once. Freed with the object. */
final class NativeMemory {
    final ByteBuffer bytes;
    final long address;

    NativeMemory(int length) {
        bytes = ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
        address = ForeignLinker.IS_PRESENT
                ? ForeignLinker.address(bytes)
                : Pointer.nativeValue(Native.getDirectBufferPointer(bytes));
    }
}
