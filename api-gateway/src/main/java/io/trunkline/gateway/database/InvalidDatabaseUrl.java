package io.trunkline.gateway.database;

/** The configured database URL cannot be understood; the message never repeats it, because it holds a password. */
final class InvalidDatabaseUrl extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidDatabaseUrl(String what) {
        super(what);
    }
}
