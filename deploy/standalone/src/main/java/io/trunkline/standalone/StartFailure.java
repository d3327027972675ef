package io.trunkline.standalone;

/** A start that cannot succeed, for a reason that one line tells the operator. */
final class StartFailure extends RuntimeException {
    StartFailure(String line) {
        super(line);
    }

    StartFailure(String line, Throwable cause) {
        super(line, cause);
    }
}
