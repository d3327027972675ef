package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.Permissions;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.routing.SubscriptionOptions;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.RecordingOutbox;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final TopicFilter MAIN = TopicFilter.exact(Topic.of("main"));
    private static final TopicFilter OWN = TopicFilter.exact(Topic.of("priv/own"));

    private final BrokerStage stage = new BrokerStage();

    @Test
    void hasAnIdOfItsNodeAndASubject() {
        var connection = stage.reader(Principals.of(Principals.APPLICATION, "")).connection();

        assertThat(connection.id()).matches("0000000a[0-9a-f]{24}");
        assertThat(connection.principal().connectionId()).isEqualTo(connection.id());
        assertThat(connection.principal().subject()).isEqualTo(connection.id());
        assertThat(stage.broker.connections().find(Principals.APPLICATION, connection.id()))
                .isSameAs(connection);
        assertThat(stage.broker.connections().find(Principals.OTHER_APPLICATION, connection.id()))
                .isNull();
    }

    /** Whose subject was another's id heard what was meant for that connection alone. */
    @Test
    void nobodyComesInUnderTheIdOfAnOpenConnection() {
        var open = stage.reader(Principals.anyone()).connection();
        var posing = Principals.anyone(Principals.APPLICATION, open.id());

        BrokerStage.refuses(Reason.FORBIDDEN, () -> stage.reader(posing));
        assertThat(stage.broker.connections().size()).isOne();

        stage.directory.put(Principals.OTHER_APPLICATION, true, Limits.DEFAULT);
        stage.reader(Principals.anyone(Principals.OTHER_APPLICATION, open.id()));
        open.close(Reason.CLOSED_BY_PEER);
        stage.reader(posing);
    }

    @Test
    void standingSubscriptionsAreInForceWithoutPermission() {
        var reader = stage.reader(Principals.nobody(), List.of(MAIN, OWN));

        stage.publish("main", "1");
        stage.publish("priv/own", "2");

        assertThat(reader.heard()).containsExactly("1", "2");
        assertThat(reader.connection().unsubscribe(OWN, null)).isFalse();
        assertThat(reader.connection().unsubscribe(MAIN, null)).isTrue();
        assertThat(stage.publish("main", "3").subscribers()).isZero();
    }

    @Test
    void nobodySubscribesToPrivateTopics() {
        var reader = stage.reader(Principals.anyone());

        BrokerStage.refuses(Reason.FORBIDDEN_PRIVATE, () -> reader.to("priv/own"));
        BrokerStage.refuses(Reason.FORBIDDEN_PRIVATE, () -> reader.to("priv/#"));
        reader.to("#").to("+/own");

        assertThat(stage.publish("priv/own", "1").subscribers()).isZero();
    }

    /** Refused subscriptions were thrown at the caller and told to nobody who counts. */
    @Test
    void refusedSubscriptionsAreCounted() {
        BrokerStage.refuses(
                Reason.FORBIDDEN_SUBSCRIBE,
                () -> stage.reader(Principals.nobody()).to("secure/a"));

        assertThat(stage.listener.told("refused"))
                .containsExactly("refused " + Principals.APPLICATION + " forbidden-subscribe");
    }

    @Test
    void secureTopicsNeedThePermission() {
        var reader = stage.reader(Principals.with(Permissions.SUBSCRIBE + "secure/a"))
                .to("secure/a")
                .to("#");

        stage.publish("secure/a", "1");
        stage.publish("secure/b", "2");

        assertThat(reader.heard()).containsExactly("1");
        BrokerStage.refuses(Reason.FORBIDDEN_SUBSCRIBE, () -> reader.to("secure/b"));
        BrokerStage.refuses(Reason.FORBIDDEN_SUBSCRIBE, () -> reader.to("secure/+"));
    }

    @Test
    void aWildcardOverSecureTopicsBringsOnlyWhatMayBeHeard() {
        var reader = stage.reader(
                        Principals.with(Permissions.SUBSCRIBE + "secure/*", Permissions.SUBSCRIBE + "!secure/b"))
                .to("secure/#");

        stage.publish("secure/a", "1");
        stage.publish("secure/b", "2");

        assertThat(reader.heard()).containsExactly("1");
    }

    @Test
    void renewGivesUpWhatIsNoLongerAllowed() {
        var reader = stage.reader(Principals.anyone(), List.of(MAIN, OWN))
                .to("secure/a")
                .to("secure/b")
                .to("secure/#");

        var given = reader.connection()
                .renew(
                        Principals.of(Principals.APPLICATION, "anyone", Permissions.SUBSCRIBE + "secure/a"),
                        Tenure.ALWAYS);

        assertThat(given)
                .extracting(subscription -> subscription.filter().text())
                .containsExactly("secure/b", "secure/#");
        assertThat(reader.outbox().ended())
                .containsExactly("secure/b forbidden-subscribe", "secure/# forbidden-subscribe");
        assertThat(reader.connection().subscriptions())
                .extracting(subscription -> subscription.filter().text())
                .containsExactly("main", "priv/own", "secure/a");
        assertThat(stage.publish("secure/b", "x").subscribers()).isZero();
        stage.publish("secure/a", "1");
        assertThat(reader.heard()).containsExactly("1");
        assertThat(reader.connection().principal().connectionId())
                .isEqualTo(reader.connection().id());
    }

    /** Its subscriptions would have stayed in the tree of the application it came from, out of reach of close. */
    @Test
    void renewDoesNotMoveAConnectionToAnotherApplication() {
        var reader = stage.reader(Principals.anyone());

        BrokerStage.refuses(
                Reason.OTHER_SUBJECT,
                () -> reader.connection()
                        .renew(Principals.anyone(Principals.OTHER_APPLICATION, "anyone"), Tenure.ALWAYS));
        assertThat(reader.connection().principal().application()).isEqualTo(Principals.APPLICATION);
    }

    /** It would go on hearing the private topic of the one it was. */
    @Test
    void renewDoesNotGiveAConnectionToAnotherSubject() {
        var reader = stage.reader(Principals.anyone());

        BrokerStage.refuses(
                Reason.OTHER_SUBJECT,
                () -> reader.connection()
                        .renew(Principals.anyone(Principals.APPLICATION, "somebody-else"), Tenure.ALWAYS));
        assertThat(reader.connection().principal().subject()).isEqualTo("anyone");
    }

    @Test
    void theLimitOfSubscriptionsIsTheOneOfNow() {
        stage.limits(new Limits(100, 0, 0, 2));
        var reader = stage.reader(Principals.anyone()).to("a").to("b");

        stage.limits(new Limits(100, 0, 0, 1));
        BrokerStage.refuses(Reason.LIMIT_REACHED, () -> reader.to("c"));
        assertThat(reader.connection().subscriptions()).hasSize(2);
        stage.limits(new Limits(100, 0, 0, 3));

        reader.to("c");
    }

    @Test
    void holdsABoundedNumberOfSubscriptions() {
        stage.limits(new Limits(100, 0, 0, 2));
        var reader = stage.reader(Principals.anyone()).to("a").to("b");

        BrokerStage.refuses(Reason.LIMIT_REACHED, () -> reader.to("c"));
        reader.to("b").connection().unsubscribe(TopicFilter.levels("a"), null);

        reader.to("c");
    }

    /** A connection whose standing subscriptions did not fit stayed among the open ones for ever. */
    @Test
    void aRefusedConnectLeavesNothingBehind() {
        stage.limits(new Limits(100, 0, 0, 1));

        BrokerStage.refuses(Reason.LIMIT_REACHED, () -> stage.reader(Principals.anyone(), List.of(MAIN, OWN)));

        assertThat(stage.broker.connections().size()).isZero();
        assertThat(stage.publish("main", "1").subscribers()).isZero();
        assertThat(stage.listener.told("connected")).isEmpty();
        assertThat(stage.listener.told("disconnected")).isEmpty();
    }

    /** One that was just coming in when its application was disabled stayed connected. */
    @Test
    void anApplicationDisabledWhileOneConnectsLetsNobodyIn() {
        var outbox = new RecordingOutbox();
        var arrival = Arrival.of(Principals.anyone(), outbox).standing(connected -> {
            stage.directory.put(Principals.OTHER_APPLICATION, true, Limits.DEFAULT);
            stage.directory.put(Principals.APPLICATION, false, Limits.DEFAULT);
            return List.of();
        });

        stage.broker.connect(arrival);

        assertThat(outbox.closedWith()).isEqualTo(Reason.APPLICATION_DISABLED);
        assertThat(stage.broker.connections().size()).isZero();
    }

    @Test
    void aConnectionThatIsExcludedHearsNothingOfAMessage() {
        var one = stage.reader(Principals.anyone()).to("main").to("#");
        var other = stage.reader(Principals.anyone()).to("main");

        var receipt = stage.publish(
                Principals.anyone(),
                "main",
                message("m").excluding(one.connection().id()));

        assertThat(receipt.subscribers()).isEqualTo(1);
        assertThat(one.heard()).isEmpty();
        assertThat(other.heard()).containsExactly("m");
    }

    @Test
    void noLocalLeavesOutItsOwn() {
        var reader = stage.reader(Principals.anyone());
        reader.connection().subscribe(MAIN, new SubscriptionOptions(0, 0, true, false, null, false, null));

        stage.publish(reader.connection().principal(), "main", message("own"));
        stage.publish("main", "other");

        assertThat(reader.heard()).containsExactly("other");
    }

    @Test
    void aClosedConnectionHearsNothingAndIsClosedOnce() {
        var reader = stage.reader(Principals.anyone()).to("main");

        reader.connection().close(Reason.IDLE);
        reader.connection().close(Reason.TERMINATED);

        assertThat(stage.publish("main", "1").subscribers()).isZero();
        assertThat(reader.outbox().closedWith()).isEqualTo(Reason.IDLE);
        assertThat(reader.outbox().timesClosed()).isEqualTo(1);
        assertThat(stage.listener.told("disconnected"))
                .containsExactly("disconnected " + reader.connection().id() + " idle");
        BrokerStage.refuses(Reason.IDLE, () -> reader.to("main"));
    }
}
