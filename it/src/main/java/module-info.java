/** What every consumer project calls to see that Halfshake works in it. */
module io.halfshake.it {
    requires transitive io.halfshake;
    requires java.net.http;

    exports io.halfshake.it;
}
