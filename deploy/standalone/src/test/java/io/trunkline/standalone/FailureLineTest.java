package io.trunkline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.env.StandardEnvironment;

class FailureLineTest {
    @Test
    void saysOurOwnWordsAsTheyAre() {
        assertThat(line(new CompletionException(new StartFailure("port 8080 is taken"))))
                .isEqualTo("port 8080 is taken");
    }

    @Test
    void asksTheAnalyzersOfTheServicesAndKeepsToOneLine() {
        var failure = new IllegalStateException("no context", new PortInUseException(8081));

        assertThat(line(failure)).contains("Port 8081 was already in use").doesNotContain("\n");
    }

    @Test
    void namesTheRootCauseOfWhatNobodyExplains() {
        var failure = new IllegalStateException("outer", new IllegalArgumentException("inner\nsecond line"));

        assertThat(line(failure)).isEqualTo("java.lang.IllegalArgumentException: inner second line");
    }

    private static String line(Throwable failure) {
        return FailureLine.of(failure, new StandardEnvironment());
    }
}
