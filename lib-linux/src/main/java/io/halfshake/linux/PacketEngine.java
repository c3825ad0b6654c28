package io.halfshake.linux;

import java.util.List;

/** An engine that makes its own packets, and so resends them itself. */
final class PacketEngine extends LoopEngine {
    private final boolean asksHosts;

    PacketEngine(String name, boolean asksHosts, List<LoopSlot> slots, int capacity) {
        super(name, slots, new DescriptorBudget(capacity, null));
        this.asksHosts = asksHosts;
    }

    @Override
    public boolean asksHosts() {
        return asksHosts;
    }

    @Override
    public boolean resends() {
        return true;
    }
}
