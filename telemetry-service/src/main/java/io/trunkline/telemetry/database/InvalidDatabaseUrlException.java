package io.trunkline.telemetry.database;

/** The database URL of the configuration breaks a rule; the message is the end of a sentence that begins with the setting's name. */
final class InvalidDatabaseUrlException extends RuntimeException {
    private static final long serialVersionUID = 1;

    InvalidDatabaseUrlException(String rule) {
        super(rule);
    }
}
