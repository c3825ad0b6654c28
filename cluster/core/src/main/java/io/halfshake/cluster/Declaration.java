package io.halfshake.cluster;

import io.halfshake.monitor.TargetSettings;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The targets that a member has declared. Does not change.
 *
 * @param partitions the settings by target, for each partition
 * @param digest the same for the same targets with the same settings, on every member
 */
record Declaration(List<Map<String, Bytes>> partitions, Bytes digest) {
    static Declaration of(Map<String, TargetSettings> targets) {
        List<Map<String, Bytes>> partitions = new ArrayList<>(PartitionHash.PARTITIONS);
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            partitions.add(new HashMap<>());
        }
        Map<Bytes, Bytes> shared = new HashMap<>();
        FormatWriter all = new FormatWriter();
        for (Map.Entry<String, TargetSettings> each : new TreeMap<>(targets).entrySet()) {
            Bytes encoded = SettingsFormat.encode(each.getValue());
            Bytes settings = shared.computeIfAbsent(encoded, same -> same);
            partitions.get(PartitionHash.partition(each.getKey())).put(each.getKey(), settings);
            Codes.writeTarget(all, each.getKey());
            Codes.writeSettings(all, settings);
        }
        return new Declaration(partitions, sha256(all.toBytes()));
    }

    private static Bytes sha256(byte[] content) {
        try {
            return Bytes.copyOf(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256, which every JDK has", e);
        }
    }

    Map<String, Bytes> partition(int number) {
        return partitions.get(number);
    }
}
