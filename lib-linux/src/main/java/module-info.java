/** The engines of Halfshake that need Linux, for {@link io.halfshake} to find when it runs there. */
module io.halfshake.linux {
    requires transitive io.halfshake;
}
