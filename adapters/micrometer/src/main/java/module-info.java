/** Meters of a monitor and of a checker, for Micrometer. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // Micrometer 1.15 to 1.17 have no module descriptors, but names for automatic modules.
module io.halfshake.micrometer {
    requires transitive io.halfshake;
    requires transitive micrometer.core;
    requires static transitive org.jspecify;

    exports io.halfshake.micrometer;
}
