package io.trunkline.gateway.directory;

/** The gateway has no way to learn its applications, and so must not start. */
final class NoDirectory extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    /** @param remedy what the operator can do about it */
    NoDirectory(String message, String remedy) {
        super(message);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
