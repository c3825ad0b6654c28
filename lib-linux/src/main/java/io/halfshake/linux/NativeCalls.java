package io.halfshake.linux;

/** The system calls themselves. For one thread at a time, since the scratch memory is shared by its calls. */
final class NativeCalls implements SystemCalls {
    private static final int LONGEST_ADDRESS = 28;

    /** A family of zero, AF_UNSPEC: this is never written. */
    private final NativeMemory unspecified = new NativeMemory(LONGEST_ADDRESS);

    private final NativeMemory length = new NativeMemory(Integer.BYTES);

    @Override
    public int socket(int family) {
        return result(LibC.socket(family, LibC.SOCK_STREAM | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC, 0));
    }

    @Override
    public int datagramSocket(int family) {
        return result(LibC.socket(family, LibC.SOCK_DGRAM | LibC.SOCK_CLOEXEC, 0));
    }

    @Override
    public int connect(int descriptor, NativeMemory address, int bytes) {
        return result(LibC.connect(descriptor, address.address, bytes));
    }

    @Override
    public int disconnect(int descriptor) {
        return result(LibC.connect(descriptor, unspecified.address, LONGEST_ADDRESS));
    }

    @Override
    public int bind(int descriptor, NativeMemory address, int bytes) {
        return result(LibC.bind(descriptor, address.address, bytes));
    }

    @Override
    public int localAddress(int descriptor, NativeMemory into) {
        length.bytes.putInt(0, into.bytes.capacity());
        return result(LibC.getsockname(descriptor, into.address, length.address));
    }

    @Override
    public int setOption(int descriptor, int level, int option, NativeMemory value, int bytes) {
        return result(LibC.setsockopt(descriptor, level, option, value.address, bytes));
    }

    @Override
    public int getOption(int descriptor, int level, int option, NativeMemory into, int bytes) {
        length.bytes.putInt(0, bytes);
        int result = result(LibC.getsockopt(descriptor, level, option, into.address, length.address));
        return result < 0 ? result : length.bytes.getInt(0);
    }

    @Override
    public int close(int descriptor) {
        return result(LibC.close(descriptor));
    }

    @Override
    public long descriptorLimit() {
        NativeMemory limits = new NativeMemory(2 * Long.BYTES);
        int result = result(LibC.getrlimit(LibC.RLIMIT_NOFILE, limits.address));
        // RLIM_INFINITY is all ones.
        return result < 0 ? result : limits.bytes.getLong(0) < 0 ? Long.MAX_VALUE : limits.bytes.getLong(0);
    }

    private static int result(int returned) {
        return returned >= 0 ? returned : -LibC.errno();
    }
}
