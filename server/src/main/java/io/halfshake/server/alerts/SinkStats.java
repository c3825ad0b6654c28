package io.halfshake.server.alerts;

/**
 * The counters of one sink.
 *
 * @param sent messages that it accepted
 * @param failed attempts to send one that failed
 * @param dropped alerts that were never sent
 * @param queued alerts that wait, and those of the message under way
 */
record SinkStats(long sent, long failed, long dropped, int queued) {}
