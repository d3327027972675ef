package io.trunkline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.Principal;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.topic.GlobList;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final List<TopicFilter> STANDING =
            List.of(TopicFilter.exact(Topic.of("main")), TopicFilter.exact(Topic.of("priv/anyone")));

    private final BrokerStage stage = new BrokerStage();

    private BrokerStage.Reader line(Principal principal) {
        return stage.reader(principal, STANDING).to("a/1").to("a/+").to("b");
    }

    private Connections.Ended unsubscribe(String... patterns) {
        return stage.broker
                .connections()
                .unsubscribe(Principals.APPLICATION, "anyone", GlobList.compile(List.of(patterns)));
    }

    @Test
    void endsWhatMatchesOnAllLinesOfTheSubjectAndOnNoOthers() {
        var lines = List.of(line(Principals.anyone()), line(Principals.anyone()));
        var other = line(Principals.anyone(Principals.APPLICATION, "other"));
        var foreign = line(Principals.anyone(Principals.OTHER_APPLICATION, "anyone"));

        assertThat(unsubscribe("a/*")).isEqualTo(new Connections.Ended(2, 4));
        assertThat(unsubscribe("a/*")).isEqualTo(new Connections.Ended(2, 0));

        assertThat(lines).allSatisfy(line -> {
            assertThat(line.outbox().ended()).containsExactlyInAnyOrder("a/1 terminated", "a/+ terminated");
            assertThat(line.connection().subscriptions())
                    .extracting(left -> left.filter().text())
                    .containsExactly("main", "priv/anyone", "b");
        });
        assertThat(stage.publish("a/1", "x").subscribers()).isEqualTo(1);
        assertThat(other.heard()).containsExactly("x");
        assertThat(foreign.connection().subscriptions()).hasSize(5);
    }

    /** Whoever ends all of an application's connections would have ended its forwarders. */
    @Test
    void thePlatformsOwnLinesAreNotAmongTheApplications() {
        var exit = stage.exit(STANDING.get(0));
        var line = line(Principals.anyone());

        assertThat(stage.broker.connections().of(Principals.APPLICATION)).containsExactly(line.connection());
        assertThat(stage.broker
                        .connections()
                        .find(Principals.APPLICATION, exit.connection().id()))
                .isNull();
        assertThat(unsubscribe("*").connections()).isEqualTo(1);
        assertThat(exit.connection().subscriptions()).hasSize(1);
    }

    @Test
    void endsStandingOnesButNeverPrivateOnes() {
        var line = line(Principals.anyone());

        assertThat(unsubscribe("*", "!b")).isEqualTo(new Connections.Ended(1, 3));

        assertThat(line.connection().subscriptions())
                .extracting(left -> left.filter().text())
                .containsExactly("priv/anyone", "b");
    }
}
