package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.testing.CheckerContract;

class FreshSocketsContractIT extends CheckerContract {
    @Override
    protected CheckerBuilder builder() {
        return Checker.builder()
                .engine(new HalfOpen().reuseSockets(false).loops(2).provider());
    }
}
