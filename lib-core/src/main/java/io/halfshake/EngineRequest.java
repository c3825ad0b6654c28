package io.halfshake;

/**
 * The engine that a checker is to have.
 *
 * @param choice which engines will do
 * @param requireHalfOpen whether one that makes full handshakes will not
 * @param maxInFlight how many checks it is to hold
 * @param insistent whether the user chose that number
 * @param mayResend whether it may send more than one SYN per check
 */
record EngineRequest(
        EngineChoice choice, boolean requireHalfOpen, int maxInFlight, boolean insistent, boolean mayResend) {}
