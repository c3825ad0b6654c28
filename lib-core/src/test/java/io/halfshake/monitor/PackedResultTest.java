package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedResultTest {
    private final Interner interner = new Interner();

    private static final class Kept extends PackedResult {
        Kept(String target) {
            super(target);
        }
    }

    private void comesBack(Kept kept, CheckResult result) {
        kept.keep(result, interner);

        assertThat(kept.lastResult(interner)).isEqualTo(result);
    }

    @Test
    void lastResult_isNullBeforeTheFirst() {
        assertThat(new Kept("db:80").lastResult(interner)).isNull();
    }

    @Test
    void keptResult_isReturnedUnchanged() {
        for (String target : List.of("192.0.2.1:80", "db:80", "192.0.2.9:80")) {
            Kept kept = new Kept(target);
            comesBack(kept, MonitorSamples.up(target, MonitorSamples.address("", 1)));
            comesBack(kept, MonitorSamples.up(target, MonitorSamples.address("", 1)));
            comesBack(kept, MonitorSamples.down(target, MonitorSamples.address("", 1)));
            comesBack(kept, MonitorSamples.unknown(target, null, new UnknownHostException("db")));
            comesBack(kept, MonitorSamples.unknown(target, MonitorSamples.address("", 1), null));
            comesBack(kept, MonitorSamples.up(target, MonitorSamples.address("", 1)));
        }
    }

    @Test
    void resultOfAHostWithoutAPort_isReturnedUnchanged() throws UnknownHostException {
        for (String target : List.of("192.0.2.1", "2001:db8::1")) {
            comesBack(
                    new Kept(target),
                    MonitorSamples.up(target, new InetSocketAddress(InetAddress.getByName(target), 0)));
        }
    }

    @Test
    void resultWithANewAddress_isReturnedUnchanged() {
        Kept kept = new Kept("db:80");
        comesBack(kept, MonitorSamples.up("db:80", MonitorSamples.address("db", 1)));
        comesBack(kept, MonitorSamples.up("db:80", MonitorSamples.address("db", 2)));
    }

    @Test
    void causes_areKeptForTheLatestThousandResults() {
        List<Kept> all = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            Kept kept = new Kept("db:80");
            kept.keep(MonitorSamples.unknown("db:80", null, new UnknownHostException("db")), interner);
            all.add(kept);
        }

        assertThat(all).filteredOn(kept -> interner.cause(kept) != null).hasSize(1_000);
        assertThat(interner.cause(all.get(499))).isNull();
        all.get(1_499).keep(MonitorSamples.up("db:80", MonitorSamples.address("db", 1)), interner);
        assertThat(interner.cause(all.get(1_499))).isNull();
    }
}
