package io.trunkline.admin.security;

/** A configured token that cannot be used; the message never repeats it. */
final class InvalidToken extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidToken(String what) {
        super(what);
    }
}
