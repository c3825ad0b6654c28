package io.halfshake;

/** What the builder sets for every check of a checker. */
record Settings(AddressPolicy addressPolicy, Resend resend) {}
