package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.gateway.database.TestDatabase;
import org.junit.jupiter.api.Test;

class PurgeIT {
    private static final String TOPICS = "select count(*) from gateway.topic";

    private final String url = TestDatabase.create();

    /** As a row may come between the first step and the second: nobody would find it again. */
    @Test
    void aTopicDoesNotGoBeforeItsRows() {
        try (var log = RunningLog.on(url).ready()) {
            Traffic.append(log.log(), Traffic.topic(0), "late");
        }
        TestDatabase.execute(url, "update gateway.application set name = null");

        TestDatabase.execute(url, Purge.STEPS.get(1));
        assertThat(TestDatabase.number(url, TOPICS)).isOne();
        Purge.STEPS.forEach(step -> TestDatabase.execute(url, step));

        assertThat(TestDatabase.number(url, TOPICS)).isZero();
        assertThat(TestDatabase.number(url, "select count(*) from gateway.log")).isZero();
        assertThat(TestDatabase.number(url, "select count(*) from gateway.application"))
                .isZero();
    }
}
