package io.trunkline.admin.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one line which token cannot be used and why. */
class InvalidTokenFailureAnalyzer extends AbstractFailureAnalyzer<InvalidToken> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidToken cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()), "Set TRUNKLINE_OPERATOR_TOKEN and TRUNKLINE_SERVICE_TOKEN.", cause);
    }
}
