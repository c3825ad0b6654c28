package io.halfshake;

/** What the builder sets for every check of a checker. */
record CheckSettings(AddressPolicy addressPolicy, Resend resend) {}
