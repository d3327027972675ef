package io.trunkline.broker;

import static io.trunkline.broker.testkit.Publications.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import io.trunkline.broker.cursor.Cursor;
import io.trunkline.broker.cursor.CursorId;
import io.trunkline.broker.cursor.CursorSettings;
import io.trunkline.broker.cursor.Lease;
import io.trunkline.broker.cursor.Member;
import io.trunkline.broker.history.MemoryTopicLog;
import io.trunkline.broker.history.Retention;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.history.TopicRules;
import io.trunkline.broker.limits.Limits;
import io.trunkline.broker.message.UserProperty;
import io.trunkline.broker.testkit.Principals;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import io.trunkline.broker.topic.TopicFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Cursors as the broker has them. */
class GroupsTest {
    private static final TopicRules RULES =
            TopicRules.of(List.of(new TopicRules.Rule("kept/#", Retention.ofSize(100))));
    private static final CursorSettings SETTINGS = CursorSettings.DEFAULT.withDeadLetter(1, Topic.of("dead"));

    private final BrokerStage stage =
            new BrokerStage(world -> new MemoryTopicLog(world, "epoch", MemoryTopicLog.Bounds.DEFAULT));

    GroupsTest() {
        rules(Principals.APPLICATION);
        rules(Principals.OTHER_APPLICATION);
    }

    private void rules(ApplicationId id) {
        stage.directory.put(new ApplicationPolicy(id, true, 2, Limits.DEFAULT).withTopics(RULES));
    }

    private Cursor open(ApplicationId application, String filter) {
        var settings = filter.equals("#") ? CursorSettings.DEFAULT : SETTINGS;
        return Objects.requireNonNull(stage.broker
                .cursors()
                .open(new CursorId(application, "group"), TopicFilter.levels(filter), settings, Since.LATEST)
                .block());
    }

    private static List<Lease> take(Member member) {
        return Objects.requireNonNull(member.take(100).block());
    }

    @Test
    void aGroupHearsWhatItsApplicationKeepsAndNothingElse() {
        var told = new AtomicInteger();
        var mine = open(Principals.APPLICATION, "#").join(10, told::incrementAndGet);
        var others = open(Principals.OTHER_APPLICATION, "#").join(10, null);

        stage.publish("kept/a", "1");
        stage.publish("unkept/a", "2");
        stage.publish("kept/b", "3");

        assertThat(told).hasValue(1);
        assertThat(take(mine)).extracting(lease -> text(lease.publication())).containsExactlyInAnyOrder("1", "3");
        assertThat(take(others)).isEmpty();
    }

    @Test
    void aDeadLetterIsPublishedByThePlatformWhereverItsPublisherMayPublish() {
        var reader = stage.reader(Principals.anyone()).to("dead");
        var cursor = open(Principals.APPLICATION, "kept/#");
        var publisher = Principals.with("realtime:publisher:write:topic:kept/a");
        stage.publish(publisher, "kept/a", Publications.message("poison"));
        var lease = take(cursor.join(10, null)).get(0);

        cursor.retry(lease.id(), Duration.ZERO).block();

        assertThat(reader.heard()).containsExactly("poison");
        assertThat(reader.outbox()
                        .deliveries()
                        .get(0)
                        .publication()
                        .message()
                        .properties()
                        .user())
                .contains(new UserProperty("dead-letter-topic", "kept/a"));
        assertThat(cursor.held()).isZero();
    }

    @Test
    void aDeletedApplicationTakesItsGroupsWithIt() {
        var cursor = open(Principals.APPLICATION, "kept/#");
        var member = cursor.join(10, null);
        stage.publish("kept/a", "1");

        stage.directory.remove(Principals.APPLICATION);

        assertThat(take(member)).isEmpty();
        rules(Principals.APPLICATION);
        assertThat(open(Principals.APPLICATION, "kept/#")).isNotSameAs(cursor);
    }

    @Test
    void nothingHappensByItselfAfterTheBrokerHasEnded() {
        var told = new AtomicInteger();
        var member = open(Principals.APPLICATION, "kept/#").join(10, told::incrementAndGet);
        stage.publish("kept/a", "1");
        take(member);
        stage.broker.dispose();

        stage.world.pass(Duration.ofDays(1));

        assertThat(told).hasValue(1);
        assertThat(stage.listener.told("dropped")).isEmpty();
    }
}
