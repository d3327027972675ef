package io.trunkline.acceptance;

import java.util.concurrent.CompletionException;

/** Why somebody was turned away, in a few words that are the same whenever it is the same. */
final class Refusal {
    private Refusal() {}

    static String of(String where, Throwable why) {
        var cause = why;
        while (cause.getCause() != null
                && (cause instanceof CompletionException
                        || cause.getMessage() == null
                        || cause.getMessage().contains("Exception"))) {
            cause = cause.getCause();
        }
        return where + ": " + cause.getClass().getSimpleName() + " " + cause.getMessage();
    }
}
