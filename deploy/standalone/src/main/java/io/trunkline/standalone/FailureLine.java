package io.trunkline.standalone;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** What one line says about a failed start: our own words, else those of the service's failure analyzers, else the root cause. */
final class FailureLine {
    private FailureLine() {}

    static String of(Throwable failure, Environment environment) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause(), environment);
        }
        if (failure instanceof StartFailure) {
            return oneLine(failure.getMessage());
        }
        var analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(
                        FailureAnalyzer.class,
                        ArgumentResolver.of(Environment.class, environment),
                        FailureHandler.handleMessage((message, cause) -> {}));
        for (var analyzer : analyzers) {
            var analysis = analyzer.analyze(failure);
            if (analysis != null) {
                return oneLine(
                        analysis.getDescription() + " " + (analysis.getAction() == null ? "" : analysis.getAction()));
            }
        }
        return oneLine(rootCause(failure).toString());
    }

    private static Throwable rootCause(Throwable failure) {
        var cause = failure.getCause();
        return cause == null || cause == failure ? failure : rootCause(cause);
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "no reason given" : text.strip().replaceAll("\\s+", " ");
    }
}
