package io.trunkline.broker.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.ApplicationPolicy;
import io.trunkline.broker.LineKind;
import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.message.IdempotencyKey;
import io.trunkline.broker.message.Position;
import io.trunkline.broker.observe.Overtaken;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.Delivery;
import io.trunkline.broker.routing.Offer;
import io.trunkline.broker.routing.Outbox;
import io.trunkline.broker.routing.Progress;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.testkit.RecordingOutbox;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class ExplainerTest {
    private static final SubscriptionOptions NO_LOCAL = new SubscriptionOptions(0, 0, true, false, null, false, null);
    private static final SubscriptionOptions SHARED = new SubscriptionOptions(0, 0, false, false, "crew", false, null);

    private final ExplainStage stage = new ExplainStage();

    private static void says(Finding finding, Verdict verdict, String reason, String part) {
        assertThat(finding.reason()).as("%s", finding).isEqualTo(reason);
        assertThat(finding.verdict()).isEqualTo(verdict);
        assertThat(finding.text()).contains(part).endsWith(".");
    }

    private static void says(Finding finding, Cause cause, String part) {
        says(finding, cause.verdict(), cause.code(), part);
    }

    @Test
    void whatWasTakenIsDelivered() {
        var reader = stage.open();
        stage.subscribe(reader, "a/+");
        stage.publish("m");

        var finding = stage.ask(reader, "m");

        says(finding, Cause.DELIVERED, "was written to the connection");
        assertThat(finding.steps())
                .extracting(step -> step.station() + " " + step.outcome())
                .containsExactly("ADMIT accepted", "RECORD not-kept", "MATCH matched", "OFFER taken", "DRAIN sent");
    }

    @Test
    void aConnectionMayNotHaveSubscribedThen() {
        var never = stage.open();
        var left = stage.open();
        var late = stage.open();
        stage.subscribe(left, "a/b");
        left.unsubscribe(TopicFilter.levels("a/b"), null);
        stage.publish("m");
        stage.subscribe(late, "a/#");

        says(stage.ask(never, "m"), Cause.NO_SUBSCRIPTION, "None of the connection's subscriptions matches a/b");
        says(stage.ask(left, "m"), Cause.NO_SUBSCRIPTION, "subscription to a/b had ended at");
        says(stage.ask(late, "m"), Cause.NO_SUBSCRIPTION, "subscribed to a/# only at");
    }

    @Test
    void aConnectionMayNotHaveBeenThere() {
        var gone = stage.open();
        stage.subscribe(gone, "a/b");
        stage.close(gone, Reason.IDLE);
        stage.publish("m");
        var late = stage.open();

        says(stage.ask(gone, "m"), Cause.CONNECTION_ENDED, "(idle) when the message was not published yet");
        says(stage.ask(late, "m"), Cause.NOT_CONNECTED, "was opened later");
    }

    @Test
    void aLaterMqttSubscriptionBringsTheLastValueOfATopicThatKeepsItByItself() {
        var rules = TopicRules.of(List.of(new TopicRules.Rule("a/b", Retention.NONE.orState(true))));
        stage.directory.put(
                new ApplicationPolicy(Principals.APPLICATION, true, 2, ExplainStage.LIMITS).withTopics(rules));
        var late = stage.open(Principals.anyone(), new RecordingOutbox(), LineKind.MQTT);
        stage.publish("m");
        stage.publish(Principals.anyone(), "c", ExplainStage.message("other"));
        stage.subscribe(late, "#");

        says(stage.ask(late, "m"), Cause.RETAINED, "brought it if it still was its topic's last");
        says(stage.ask(late, "other"), Cause.NO_SUBSCRIPTION, "subscribed to # only at");
    }

    @Test
    void aLaterMqttSubscriptionBringsWhatIsRetained() {
        var early = stage.open(Principals.anyone(), new RecordingOutbox(), LineKind.MQTT);
        var socket = stage.open();
        stage.publish(Principals.anyone(), Publications.retained("text").withId("m"));
        stage.publish("passing");
        var late = stage.open(Principals.anyone(), new RecordingOutbox(), LineKind.MQTT);
        var never = stage.open(Principals.anyone(), new RecordingOutbox(), LineKind.MQTT);
        for (var connection : List.of(early, socket, late)) {
            stage.subscribe(connection, "a/b");
        }

        says(stage.ask(early, "m"), Cause.RETAINED, "brought it if it still was its topic's last");
        says(stage.ask(late, "m"), Cause.RETAINED, "brought it if it still was its topic's last");
        says(stage.ask(late, "passing"), Cause.NOT_CONNECTED, "was opened later");
        says(stage.ask(never, "m"), Cause.NOT_CONNECTED, "was opened later");
        says(stage.ask(socket, "m"), Cause.NO_SUBSCRIPTION, "subscribed to a/b only at");
    }

    @Test
    void aConnectionThatEndedSinceHadItUnlessItEndedMeanwhile() {
        var lasting = stage.open();
        stage.subscribe(lasting, "a/b");
        var brief = stage.open();
        stage.subscribe(brief, "a/b");
        stage.publish("m");
        stage.close(brief, Reason.SLOW_READER);
        stage.world.pass(Duration.ofMinutes(1));
        stage.close(lasting, Reason.CLOSED_BY_PEER);

        says(stage.ask(lasting, "m"), Cause.DELIVERED, "was written");
        says(stage.ask(brief, "m"), Cause.ENDED_MEANWHILE, "(slow-reader) when the message may have been on its way");
    }

    @Test
    void permissionMayBeMissing() {
        var refused = stage.open();
        stage.subscribe(refused, "secure/a");
        var narrow = stage.open(
                Principals.with(Permissions.SUBSCRIBE + "secure/*", Permissions.SUBSCRIBE + "!secure/a"),
                new RecordingOutbox(),
                LineKind.WEBSOCKET);
        stage.subscribe(narrow, "secure/#");
        stage.publish(Principals.anyone(), "secure/a", ExplainStage.message("m"));

        says(stage.ask(refused, "m"), Cause.PERMISSION, "asked for secure/a");
        says(stage.ask(narrow, "m"), Cause.PERMISSION, "does not let it hear secure/a");
    }

    @Test
    void aSubscriptionMayLeaveItOut() {
        var reader = stage.open(Principals.anyone(), new RecordingOutbox(), LineKind.MQTT);
        stage.subscribe(reader, "a/b", NO_LOCAL);
        stage.publish(reader.principal(), ExplainStage.message("own"));
        stage.publish(Principals.anyone(), ExplainStage.message("else").excluding(reader.id()));

        says(stage.ask(reader, "own"), Cause.NO_LOCAL, "published it itself");
        says(stage.ask(reader, "else"), Cause.EXCLUDED, "publisher asked");
    }

    @Test
    void anotherMemberMayHaveBeenChosen() {
        var one = stage.open();
        var other = stage.open();
        stage.subscribe(one, "a/b", SHARED);
        stage.subscribe(other, "a/b", SHARED);
        stage.publish("m");

        var findings = Map.of(one.id(), stage.ask(one, "m"), other.id(), stage.ask(other, "m"));

        var had = findings.entrySet().stream()
                .filter(each -> each.getValue().verdict() == Verdict.DELIVERED)
                .map(Map.Entry::getKey)
                .toList();
        assertThat(had).hasSize(1);
        var missed = had.contains(one.id()) ? other : one;
        says(stage.ask(missed, "m"), Cause.OTHER_MEMBER, "the connection " + had.get(0));
    }

    @Test
    void aGroupThatReadsALogHasItWaitForAMember() {
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, ExplainStage.LIMITS)
                .withTopics(TopicRules.of(List.of(new TopicRules.Rule("a/b", Retention.ofSize(10))))));
        var outbox = new RecordingOutbox().answering(Offer.DROPPED);
        var full = stage.open(Principals.nobody(), outbox, LineKind.MQTT);
        stage.subscribe(full, "a/b", SHARED);
        stage.publish("m");
        says(stage.ask(full, "m"), Cause.UNCLAIMED, "until a member has room");
        var one = stage.open();
        stage.subscribe(one, "a/b", SHARED);

        says(stage.ask(full, "m"), Cause.OTHER_MEMBER, "the connection " + one.id());
    }

    /** Who had it first ended without having acknowledged it. */
    @Test
    void aLaterMemberOfAGroupThatReadsALogHasWhatIsGivenToItAgain() {
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, ExplainStage.LIMITS)
                .withTopics(TopicRules.of(List.of(new TopicRules.Rule("a/b", Retention.ofSize(10))))));
        var acknowledged = new SubscriptionOptions(1, 0, false, false, "crew", false, null);
        var first = stage.open(Principals.nobody(), new RecordingOutbox(), LineKind.MQTT);
        stage.subscribe(first, "a/b", acknowledged);
        stage.publish(Principals.anyone(), ExplainStage.message("m").withDelivery(1, false));
        says(stage.ask(first, "m"), Cause.DELIVERED, "was written");
        stage.close(first, Reason.CLOSED_BY_PEER);
        var later = stage.open(Principals.nobody(), new RecordingOutbox(), LineKind.MQTT);
        var other = stage.open(Principals.nobody(), new RecordingOutbox(), LineKind.MQTT);
        stage.subscribe(later, "a/b", acknowledged);
        stage.subscribe(other, "a/b", acknowledged);

        says(stage.ask(later, "m"), Cause.DELIVERED, "was written");
        says(stage.ask(other, "m"), Cause.NOT_CONNECTED, "was opened later");
        says(stage.ask(first.id(), "m"), Cause.OTHER_MEMBER, "the connection " + later.id());
        assertThat(stage.reach("m", 10).reached())
                .singleElement()
                .matches(reached -> reached.connection() != null
                        && reached.connection().id().equals(later.id()));
    }

    @Test
    void aLogMayHaveForgottenItBeforeItsReaderCame() {
        stage.directory.put(new ApplicationPolicy(Principals.APPLICATION, true, 2, ExplainStage.LIMITS)
                .withTopics(TopicRules.of(List.of(new TopicRules.Rule("a/b", Retention.ofSize(10))))));
        var reader = stage.open();
        stage.subscribe(reader, "a/b");
        var full = stage.open(Principals.nobody(), new RecordingOutbox().answering(Offer.DROPPED), LineKind.MQTT);
        stage.subscribe(full, "a/b", SHARED);
        stage.publish("m");
        stage.publish("n");
        var group = CursorId.ofShare(Principals.APPLICATION, "crew", TopicFilter.levels("a/b"));
        for (var name : List.of(reader.id(), group.name())) {
            var gap = new Overtaken(
                    Principals.APPLICATION,
                    name,
                    Topic.of("a/b"),
                    new Position("epoch", 0),
                    new Position("epoch", 1),
                    1);
            stage.recorder.overtaken(gap, Reason.ABSENT);
        }

        says(stage.ask(reader, "m"), Verdict.NOT_DELIVERED, "absent", "was away");
        says(stage.ask(full, "m"), Verdict.NOT_DELIVERED, "absent", "was away");
        says(stage.ask(reader, "n"), Cause.DELIVERED, "was written");
        says(stage.ask(full, "n"), Cause.UNCLAIMED, "until a member has room");
    }

    @Test
    void aReaderMayLoseIt() {
        var outbox = new RecordingOutbox().answering(Offer.DROPPED);
        var slow = stage.open(Principals.nobody(), outbox, LineKind.WEBSOCKET);
        stage.subscribe(slow, "a/b");
        stage.publish("m");

        says(stage.ask(slow, "m"), Verdict.NOT_DELIVERED, "slow-reader", "too slowly");
    }

    @Test
    void aPublishMayBeRefused() {
        var reader = stage.open();
        stage.subscribe(reader, "a/b");
        stage.publish(Principals.nobody(), ExplainStage.message("no-right"));
        stage.directory.put(Principals.APPLICATION, true, ExplainStage.LIMITS.withBytesPerDay(1));
        stage.publish(Principals.anyone(), ExplainStage.message("no-quota"));

        says(
                stage.ask(reader, "no-right"),
                Verdict.NOT_DELIVERED,
                "forbidden-publish",
                "publication to topic is forbidden");
        says(stage.ask(reader, "no-quota"), Verdict.NOT_DELIVERED, "quota-exceeded", "refused when it was published");
    }

    @Test
    void whatCameAfterTheConnectionMayHaveBeenARepeat() {
        var message = ExplainStage.message("m").withIdempotencyKey(IdempotencyKey.of("key"));
        stage.publish(Principals.anyone(), message);
        var reader = stage.open();
        stage.subscribe(reader, "a/b");
        stage.publish(Principals.anyone(), message);

        says(stage.ask(reader, "m"), Cause.DUPLICATE, "was a repeat");
    }

    @Test
    void aLaterSubscriptionMayHaveReadItFromTheLog() {
        var rules = TopicRules.of(List.of(new TopicRules.Rule("a/b", Retention.ofSize(10))));
        stage.directory.put(
                new ApplicationPolicy(Principals.APPLICATION, true, 2, ExplainStage.LIMITS).withTopics(rules));
        stage.publish("m");
        var reader = stage.open();
        var resumed = reader.subscribe(TopicFilter.levels("a/b"), SubscriptionOptions.DEFAULT, Since.EARLIEST)
                .block(Duration.ofSeconds(10));
        resumed.rest().block(Duration.ofSeconds(10));

        says(stage.ask(reader, "m"), Cause.CAUGHT_UP, "from the topic's log, at epoch:1");
    }

    @Test
    void itMayStillWait() {
        var away = stage.open(Principals.nobody(), new Holding(Progress.WAITING), LineKind.MQTT);
        stage.subscribe(away, "a/b");
        var there = stage.open(Principals.nobody(), new Holding(Progress.SENT), LineKind.MQTT);
        stage.subscribe(there, "a/b");
        stage.publish(Principals.anyone(), ExplainStage.message("m").withExpiry(Duration.ofMinutes(1)));

        says(stage.ask(away, "m"), Cause.WINDOW, "first has to acknowledge");
        says(stage.ask(there, "m"), Cause.UNACKNOWLEDGED, "has not acknowledged it yet");
        stage.world.pass(Duration.ofMinutes(1));
        says(stage.ask(away, "m"), Verdict.NOT_DELIVERED, "expired", "expired before");
    }

    @Test
    void itMayBeToBePublishedLater() {
        var reader = stage.open();
        stage.publish(Principals.anyone(), ExplainStage.message("m").withDelay(Duration.ofMinutes(1)));
        stage.subscribe(reader, "a/b");

        says(stage.ask(reader, "m"), Cause.SCHEDULED, "is to be published at 2026-01-01T00:01:02Z");
        stage.world.pass(Duration.ofMinutes(1));
        says(stage.ask(reader, "m"), Cause.DELIVERED, "was written to the connection");
    }

    private record Holding(Progress progress) implements Outbox {
        @Override
        public Offer offer(Delivery delivery) {
            return Offer.TAKEN;
        }

        @Override
        public void close(Reason reason) {}

        @Override
        public long waitingBytes() {
            return 0;
        }

        @Override
        public Mono<Progress> progress(String publication) {
            return Mono.just(progress);
        }
    }

    @Test
    void whatIsNotKnownIsSaidToBeSo() {
        var reader = stage.open();
        stage.publish("m");

        var since = "since it started at 2026-01-01T00:00:00Z; of before nothing is written down here";
        says(stage.ask(reader, "other"), Cause.UNKNOWN_MESSAGE, since);
        says(stage.ask("f".repeat(32), "m"), Cause.UNKNOWN_CONNECTION, since);
        IntStream.range(0, 2_000).forEach(i -> stage.publish("x" + i));
        says(stage.ask(reader, "m"), Cause.FORGOTTEN, "not all written down any more");
    }

    @Test
    void whoUnsubscribedAmongManyIsNotSaidNotToHaveBeenSubscribed() {
        var reader = stage.open();
        var busy = stage.open();
        stage.subscribe(reader, "a/b");
        stage.publish("m");
        reader.unsubscribe(TopicFilter.levels("a/b"), null);
        IntStream.range(0, 2_000).forEach(i -> {
            busy.subscribe(TopicFilter.levels("t"), SubscriptionOptions.DEFAULT);
            busy.unsubscribe(TopicFilter.levels("t"), null);
        });

        says(stage.ask(reader, "m"), Cause.FORGOTTEN, "not all of them are written down");
    }

    @Test
    void itIsToldWhomAMessageReachedAndMissed() {
        var had = stage.open();
        stage.subscribe(had, "a/b");
        var slow = stage.open(Principals.nobody(), new RecordingOutbox().answering(Offer.DROPPED), LineKind.WEBSOCKET);
        stage.subscribe(slow, "a/#");
        stage.open();
        stage.publish("m");

        var reach = stage.reach("m", 10);

        assertThat(reach.reached()).extracting(each -> each.connection().id()).containsExactly(had.id());
        assertThat(reach.missed()).extracting(each -> each.finding().reason()).containsExactly("slow-reader");
        assertThat(reach.complete()).isTrue();
        stage.world.pass(Duration.ofMinutes(1));
        stage.close(had, Reason.CLOSED_BY_PEER);
        assertThat(stage.reach("m", 10).reached()).hasSize(1);
        assertThat(stage.reach("m", 0).complete()).isFalse();
        assertThat(stage.reach("nobody", 10).finding()).isNotNull();
    }

    @Test
    void anotherApplicationsAreNeitherSeenNorMissed() {
        stage.directory.put(Principals.OTHER_APPLICATION, true, ExplainStage.LIMITS);
        var stranger = stage.open(
                Principals.anyone(Principals.OTHER_APPLICATION, "x"), new RecordingOutbox(), LineKind.WEBSOCKET);
        stage.publish(stranger.principal(), ExplainStage.message("theirs"));
        stage.publish("m");

        says(stage.ask(stranger, "m"), Cause.UNKNOWN_CONNECTION, "No connection of this id");
        says(stage.ask(stranger, "theirs"), Cause.UNKNOWN_MESSAGE, "No message of this id");
    }
}
