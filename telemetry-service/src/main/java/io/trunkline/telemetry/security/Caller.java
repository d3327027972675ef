package io.trunkline.telemetry.security;

/** Who is calling, once its token was recognised. */
sealed interface Caller {
    /** May this caller read the usage of the application? */
    boolean mayRead(String appId);

    /** Holder of the operator token. */
    record Operator() implements Caller {
        @Override
        public boolean mayRead(String appId) {
            return true;
        }
    }

    /** One of our own services, speaking for itself. */
    record Peer() implements Caller {
        @Override
        public boolean mayRead(String appId) {
            return false;
        }
    }

    /** One of our own services, speaking for the owner of one application whose token it has verified. */
    record Owner(String appId) implements Caller {
        @Override
        public boolean mayRead(String asked) {
            return appId.equals(asked);
        }
    }
}
