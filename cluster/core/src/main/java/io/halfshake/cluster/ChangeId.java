package io.halfshake.cluster;

/**
 * Identifies a change in a cluster. A change that is announced again has the same.
 *
 * @param target as it was added
 * @param epoch that of its partition when the change was accepted
 * @param sequence rises with each change of the target, not by one
 */
public record ChangeId(String target, long epoch, long sequence) {}
