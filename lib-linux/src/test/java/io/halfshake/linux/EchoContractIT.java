package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.testing.CheckerContract;

/** Rules about ports do not apply, and are reported as skipped for that reason. */
@Requires(Need.RAW_SOCKETS)
class EchoContractIT extends CheckerContract {
    @Override
    protected CheckerBuilder builder() {
        return Checker.builder().engine(new EchoProvider());
    }

    @Override
    protected boolean hasPorts() {
        return false;
    }
}
