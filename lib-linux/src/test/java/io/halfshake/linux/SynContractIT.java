package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.testing.CheckerContract;

@Requires(Need.RAW_SOCKETS)
class SynContractIT extends CheckerContract {
    @Override
    protected CheckerBuilder builder() {
        return Checker.builder().engine(new SynProvider());
    }
}
