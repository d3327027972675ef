package io.trunkline.broker.cluster;

import io.trunkline.broker.testkit.ClusterBusContract;
import io.trunkline.broker.testkit.MemoryBus;

/** The bus that tests of several nodes stand on is a bus. */
class MemoryBusTest extends ClusterBusContract {
    private final MemoryBus bus = new MemoryBus();

    @Override
    protected ClusterBus node(String id) {
        return bus.of(id);
    }
}
