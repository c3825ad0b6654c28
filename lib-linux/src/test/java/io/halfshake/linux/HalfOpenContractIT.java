package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.testing.CheckerContract;

class HalfOpenContractIT extends CheckerContract {
    @Override
    protected CheckerBuilder builder() {
        return Checker.builder().engine(new HalfOpenProvider());
    }
}
