package io.halfshake.linux;

/** The ways from Java to the C library. */
enum NativeInterface {
    /** The JVM's own foreign function interface, from JDK 22 on. */
    FFM("linked") {
        @Override
        void bind() {
            LinkedFunctions.link();
            LibC libC = libC();
            // Linked as it is first called, which takes memory.
            libC.close(-1);
            int result = libC.connect(-1, 0, 0);
            if (result != -Errno.EBADF.number) {
                throw new IllegalStateException(
                        "connect(-1): " + result + " (expected -" + Errno.EBADF.number + ", for EBADF)");
            }
        }

        @Override
        void unbind() {
            // The handles are collected with their class.
        }

        @Override
        LibC libC() {
            return new FfmLibC();
        }
    },

    /** Java Native Access, which loads a library from a file. */
    JNA("loaded") {
        @Override
        void bind() {
            JnaBinding.bind();
        }

        @Override
        void unbind() {
            JnaBinding.unbind();
        }

        @Override
        LibC libC() {
            return new JnaLibC();
        }
    };

    private final String bound;

    NativeInterface(String bound) {
        this.bound = bound;
    }

    /** Readies the functions, or throws what prevents that. */
    abstract void bind();

    /** After the last call. */
    abstract void unbind();

    /** The functions for one caller, once they are bound. */
    abstract LibC libC();

    /** What a self-test found, in its list of evidence. */
    String evidence() {
        return name() + ": " + bound;
    }
}
