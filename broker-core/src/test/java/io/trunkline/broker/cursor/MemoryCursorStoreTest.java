package io.trunkline.broker.cursor;

import io.trunkline.broker.testkit.CursorStoreContract;
import io.trunkline.broker.testkit.VirtualWorld;

class MemoryCursorStoreTest extends CursorStoreContract {
    @Override
    protected CursorStore store(VirtualWorld world) {
        return new MemoryCursorStore(world);
    }
}
