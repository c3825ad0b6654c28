package io.halfshake.cluster;

import java.util.Random;

/**
 * What the parts of one history share.
 *
 * @param random all that is random comes from it, so that its seed is all that has to be known of a history
 * @param members how many there are
 * @param watchers how many of them watch a target; 1 or 3
 */
record Scenario(VirtualTime time, Random random, Course course, Journal journal, int members, int watchers) {}
