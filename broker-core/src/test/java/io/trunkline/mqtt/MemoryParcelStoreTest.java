package io.trunkline.mqtt;

class MemoryParcelStoreTest extends ParcelStoreContract {
    @Override
    protected ParcelStore store() {
        return new MemoryParcelStore();
    }

    @Override
    protected ParcelStore reopened(ParcelStore store) {
        return ((MemoryParcelStore) store).copy();
    }
}
