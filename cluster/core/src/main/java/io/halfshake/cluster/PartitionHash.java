package io.halfshake.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Which partition a target is in: FNV-1a of 32 bits over the text in UTF-8, mixed by the last step of MurmurHash3,
 * modulo 1,024. It cannot change, since a snapshot has targets by partition and members of all versions have to agree.
 */
final class PartitionHash {
    static final int PARTITIONS = 1_024;

    private static final int FNV_OFFSET = 0x811C9DC5;
    private static final int FNV_PRIME = 0x01000193;

    private PartitionHash() {}

    static int partition(String target) {
        return mixed(fnv(target)) & (PARTITIONS - 1);
    }

    /** Which of some members is preferred for a partition, by the highest value (rendezvous hashing). */
    static int rank(int partition, String member) {
        return mixed(fnv(member) ^ mixed(partition + 1));
    }

    private static int fnv(String text) {
        int hash = FNV_OFFSET;
        for (byte each : text.getBytes(UTF_8)) {
            hash = (hash ^ (each & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }

    private static int mixed(int value) {
        int hash = value;
        hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
        hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
        return hash ^ (hash >>> 16);
    }
}
