package io.trunkline.mqtt;

class MemorySessionStoreTest extends SessionStoreContract {
    @Override
    protected SessionStore store() {
        return new MemorySessionStore();
    }

    @Override
    protected SessionStore reopened(SessionStore store) {
        return ((MemorySessionStore) store).copy();
    }
}
