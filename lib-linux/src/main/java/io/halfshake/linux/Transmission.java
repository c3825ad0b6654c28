package io.halfshake.linux;

/** One packet that was or will be sent, and what its answer must prove to know. */
final class Transmission extends Flow {
    final PacketProbe probe;
    long secret;

    /** When it was handed to the kernel, in nanoseconds since 1970, as the kernel stamps answers. */
    long sentWallNanos;

    /** On the scale of {@link System#nanoTime()}, and not later than that. */
    long sentAt;

    Transmission(PacketProbe probe) {
        this.probe = probe;
        address(probe.request.address().getAddress());
    }
}
