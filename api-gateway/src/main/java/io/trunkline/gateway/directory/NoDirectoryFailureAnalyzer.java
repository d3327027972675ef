package io.trunkline.gateway.directory;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells the operator in a line what is missing, instead of a stack trace. */
final class NoDirectoryFailureAnalyzer extends AbstractFailureAnalyzer<NoDirectory> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoDirectory cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
    }
}
