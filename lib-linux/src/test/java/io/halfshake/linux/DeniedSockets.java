package io.halfshake.linux;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Run in a JVM of its own: {@link OpenedEngines} in a sandbox that denies just those sockets that the engine makes, so
 * that Java's own still work.
 */
final class DeniedSockets {
    private static final int SOCKET_X86_64 = 41;
    private static final int SOCKET_AARCH64 = 198;

    private DeniedSockets() {}

    // linux/include/uapi/linux/bpf_common.h, filter.h and seccomp.h
    private static final class Seccomp {
        static final int PR_SET_SECCOMP = 22;
        static final int PR_SET_NO_NEW_PRIVS = 38;
        static final int SECCOMP_MODE_FILTER = 2;
        static final int LOAD_WORD = 0x20;
        static final int JUMP_IF_EQUAL = 0x15;
        static final int RETURN = 0x06;
        static final int SECCOMP_RET_ERRNO = 0x00050000;
        static final int SECCOMP_RET_ALLOW = 0x7fff0000;
        static final int NUMBER_OFFSET = 0;
        static final int SECOND_ARGUMENT_OFFSET = 24;

        static {
            Native.register(Seccomp.class, "c");
        }

        static native int prctl(int option, long a, long b, long c, long d);
    }

    public static void main(String[] arguments) throws IOException {
        deny();
        OpenedEngines.main(arguments);
    }

    /** For this thread, and those that it starts from now on. */
    private static void deny() {
        int socket = System.getProperty("os.arch").equals("aarch64") ? SOCKET_AARCH64 : SOCKET_X86_64;
        int type = LibC.SOCK_STREAM | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC;
        int[][] filter = {
            {Seccomp.LOAD_WORD, 0, 0, Seccomp.NUMBER_OFFSET},
            {Seccomp.JUMP_IF_EQUAL, 0, 3, socket},
            {Seccomp.LOAD_WORD, 0, 0, Seccomp.SECOND_ARGUMENT_OFFSET},
            {Seccomp.JUMP_IF_EQUAL, 0, 1, type},
            {Seccomp.RETURN, 0, 0, Seccomp.SECCOMP_RET_ERRNO | Errno.EPERM.number},
            {Seccomp.RETURN, 0, 0, Seccomp.SECCOMP_RET_ALLOW}
        };
        NativeMemory instructions = new NativeMemory(8 * filter.length);
        ByteBuffer bytes = instructions.bytes;
        for (int[] one : filter) {
            bytes.putShort((short) one[0]).put((byte) one[1]).put((byte) one[2]).putInt(one[3]);
        }
        NativeMemory program = new NativeMemory(16);
        program.bytes.putShort(0, (short) filter.length).putLong(8, instructions.address);
        require(Seccomp.prctl(Seccomp.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        require(Seccomp.prctl(Seccomp.PR_SET_SECCOMP, Seccomp.SECCOMP_MODE_FILTER, program.address, 0, 0));
    }

    private static void require(int result) {
        if (result != 0) {
            throw new IllegalStateException("prctl: " + Errno.name(Native.getLastError()));
        }
    }
}
