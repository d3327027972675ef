package io.trunkline.gateway.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.Slice;
import io.trunkline.broker.history.TopicLog;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.history.TopicRules.Rule;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.gateway.database.DatabaseProxy;
import io.trunkline.gateway.database.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A history that is switched off and on again, and one beside it that goes on, while gateways and databases come and go. */
class SwitchingIT {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Rule ALL = new Rule("t/#", Traffic.KEPT);
    private static final TopicRules ON = TopicRules.of(List.of(ALL));
    private static final TopicRules OFF = TopicRules.of(List.of(ALL, new Rule("t/0", Retention.NONE)));

    private final String url = TestDatabase.create();

    @Test
    void offInOneProcessAndOnInTheNext() {
        Position first;
        Position beside;
        try (var log = begun(ON)) {
            first = Traffic.append(log.log(), Traffic.topic(0), "one");
            beside = Traffic.append(log.log(), Traffic.topic(1), "one");
            keepBy(log.log(), OFF);
        }
        try (var log = begun(ON)) {
            Traffic.append(log.log(), Traffic.topic(1), "two");

            beginsAnew(log.log(), first);
            goesOn(log.log(), 1, beside);
        }
    }

    @Test
    void offWhileNoneRunsAndOnInTheNext() {
        Position first;
        Position beside;
        try (var log = begun(ON)) {
            first = Traffic.append(log.log(), Traffic.topic(0), "one");
            beside = Traffic.append(log.log(), Traffic.topic(1), "one");
        }
        try (var log = begun(OFF)) {
            Traffic.append(log.log(), Traffic.topic(1), "two");
            keepBy(log.log(), ON);

            beginsAnew(log.log(), first);
            goesOn(log.log(), 1, beside);
        }
    }

    @Test
    void onInEachProcess() {
        Position first;
        Position begin;
        try (var log = begun(ON)) {
            first = Traffic.append(log.log(), Traffic.topic(0), "one");
            begin = end(log.log(), 2);
        }
        try (var log = begun(ON)) {
            Traffic.append(log.log(), Traffic.topic(0), "two");

            goesOn(log.log(), 0, first);
            assertThat(since(log.log(), 2, begin).continuous()).isTrue();
        }
    }

    /** Nobody is told anything of the old log meanwhile, and nobody writes on in it. */
    @Test
    void offAndOnWhileTheDatabaseIsAway() throws IOException {
        try (var proxy = new DatabaseProxy(url);
                var log = RunningLog.on(proxy.url(), PATIENCE)) {
            keepBy(log.log(), ON);
            var first = Traffic.append(log.log(), Traffic.topic(0), "one");
            var beside = Traffic.append(log.log(), Traffic.topic(1), "one");
            proxy.cut();
            log.log().keepBy(Principals.APPLICATION, OFF).subscribe();
            var on = log.log().keepBy(Principals.APPLICATION, ON);

            assertThatThrownBy(() -> on.timeout(PATIENCE).block()).hasMessageContaining("Did not observe");
            assertThatThrownBy(() -> since(log.log(), 0, first))
                    .isInstanceOfSatisfying(
                            Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.UNAVAILABLE));
            proxy.mend();

            var read = await().atMost(LONG)
                    .ignoreExceptionsInstanceOf(Refused.class)
                    .until(() -> since(log.log(), 0, first), any -> true);
            assertThat(read.continuous()).isFalse();
            await().atMost(LONG)
                    .ignoreExceptionsInstanceOf(Refused.class)
                    .until(() ->
                            Traffic.append(log.log(), Traffic.topic(1), "two").offset() == 2);
            beginsAnew(log.log(), first);
            goesOn(log.log(), 1, beside);
        }
    }

    /** But for the first change of a process, which cannot know what the one before kept. */
    @Test
    void whoWaitsForTheFirstPublicationGoesOnWhenMoreIsKept() {
        try (var log = begun(ON)) {
            keepBy(log.log(), TopicRules.of(List.of(ALL, new Rule("u/#", Traffic.KEPT))));
            var begin = end(log.log(), 2);

            keepBy(log.log(), TopicRules.of(List.of(ALL, new Rule("u/#", Traffic.KEPT), new Rule("v", Traffic.KEPT))));

            assertThat(since(log.log(), 2, begin).continuous()).isTrue();
        }
    }

    /** The gateway gives up on it after a second, and tries again. */
    @Test
    void anEndingThatIsCarriedOutLateCounts() {
        try (var log = RunningLog.on(url).ready()) {
            Traffic.append(log.log(), Traffic.topic(0), "one");
            var before = end(log.log(), 2);
            TestDatabase.execute(url, """
                    create function gateway.slow() returns trigger language plpgsql as
                        'begin perform pg_sleep(2); return new; end';
                    create trigger slow before update of application_id on gateway.topic
                        for each row execute function gateway.slow()""");

            keepBy(log.log(), OFF);

            var begin = end(log.log(), 2);
            assertThat(begin.epoch()).isNotEqualTo(before.epoch());
            await().atMost(LONG).until(() -> TestDatabase.number(url, """
                    select count(*) from pg_stat_activity where datname = current_database() and state = 'active'
                        and pid <> pg_backend_pid()""") == 0);
            Traffic.append(log.log(), Traffic.topic(2), "two");
            goesOn(log.log(), 2, begin);
        }
    }

    private static Position end(TopicLog log, int topic) {
        return Objects.requireNonNull(
                Traffic.read(log, Traffic.topic(topic), Since.LATEST, 1).head());
    }

    @Test
    void whatIsOverIsRemoved() {
        try (var log = begun(ON)) {
            Traffic.append(log.log(), Traffic.topic(0), "one");
            Traffic.append(log.log(), Traffic.topic(1), "one");
            keepBy(log.log(), OFF);
        }
        try (var log = begun(OFF)) {
            await().atMost(LONG).until(() -> TestDatabase.number(url, "select count(*) from gateway.log") == 1);
            await().atMost(LONG).until(() -> TestDatabase.number(url, "select count(*) from gateway.application") == 1);

            assertThat(TestDatabase.number(url, "select count(*) from gateway.topic"))
                    .isOne();
            assertThat(Traffic.all(log.log(), Traffic.topic(1))).hasSize(1);
        }
    }

    private RunningLog begun(TopicRules rules) {
        var log = RunningLog.on(url).ready();
        keepBy(log.log(), rules);
        return log;
    }

    private static void keepBy(TopicLog log, TopicRules rules) {
        log.keepBy(Principals.APPLICATION, rules).block(SOON);
    }

    private static Slice since(TopicLog log, int topic, Position position) {
        return Traffic.read(log, Traffic.topic(topic), new Since.After(position), 10);
    }

    private static void beginsAnew(TopicLog log, Position before) {
        assertThat(since(log, 0, before).continuous()).isFalse();
        var next = Traffic.append(log, Traffic.topic(0), "three");

        assertThat(next.offset()).isOne();
        assertThat(next.epoch()).isNotEqualTo(before.epoch());
        var read = since(log, 0, before);
        assertThat(read.continuous()).isFalse();
        assertThat(read.publications()).extracting(Publications::text).containsExactly("three");
    }

    private static void goesOn(TopicLog log, int topic, Position before) {
        var read = since(log, topic, before);
        assertThat(read.continuous()).isTrue();
        assertThat(read.publications()).extracting(Publications::text).containsExactly("two");
    }
}
