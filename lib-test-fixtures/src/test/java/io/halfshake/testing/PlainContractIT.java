package io.halfshake.testing;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.Handshake;

/** The contract can be kept by an engine of a few dozen lines that completes its handshakes and says so. */
class PlainContractIT extends CheckerContract {
    @Override
    protected CheckerBuilder builder() {
        return Checker.builder().engine(new PlainProvider(Handshake.FULL, PlainEngine::new));
    }

    @Override
    protected int selfConnectAttempts() {
        return 2_000;
    }
}
