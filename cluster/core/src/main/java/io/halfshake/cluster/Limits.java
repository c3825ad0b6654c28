package io.halfshake.cluster;

import io.halfshake.internal.Durations;

/**
 * What a command may hold. They are part of the format: members with other limits would refuse what others accept, so
 * that a change needs a new version of it.
 */
final class Limits {
    /** Of the name of a member or of a zone, in UTF-8. */
    static final int NAME_BYTES = 64;

    /** More than any target that can be resolved: 253 characters of up to 4 bytes, and a port. */
    static final int TARGET_BYTES = 1_024;

    static final int SETTINGS_BYTES = 256;

    /** Of what a member has declared. */
    static final int DIGEST_BYTES = 32;

    static final int EVIDENCE_BYTES = 1_024;

    /** Items of one command. */
    static final int ITEMS = 4_096;

    static final int MEMBERS = 256;

    /** 67 million in all. */
    static final int TARGETS_OF_A_PARTITION = 1 << 16;

    /** Changes of one partition that have not been announced. */
    static final int PENDING = 4_096;

    /** About 73 years: moments and ages can be added without an overflow. */
    static final long NANOS = Durations.FOREVER_NANOS;

    private Limits() {}
}
