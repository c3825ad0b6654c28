/** What every consumer project calls to see that Halfshake works in it. */
module io.halfshake.it {
    requires transitive io.halfshake;

    exports io.halfshake.it;
}
