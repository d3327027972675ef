package io.trunkline.broker.cursor;

import static io.trunkline.broker.cursor.CursorStage.MOST_TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many topics an application's cursors go on in. */
class TopicRoomTest {
    private static final int HALF = MOST_TOPICS / 2;

    private final CursorStage stage = new CursorStage();

    private void publish(int from, int to) {
        IntStream.range(from, to).forEach(i -> stage.publish("t/" + i, "m" + i));
    }

    private Cursor open(String name) {
        return stage.open(name, "t/#", CursorSettings.DEFAULT, Since.LATEST);
    }

    /** Also where nobody is there to take it. */
    @Test
    void whatIsNewToACursorWithoutRoomIsLostForIt() {
        open("a");
        open("b");
        publish(0, HALF);
        assertThat(stage.listener.told("dropped")).isEmpty();

        publish(HALF, HALF + 1);

        assertThat(stage.listener.told("dropped"))
                .containsExactlyInAnyOrder("dropped a limit-reached", "dropped b limit-reached");
    }

    @Test
    void topicsThatHaveAPlaceGoOn() {
        var cursor = open("a");
        publish(0, MOST_TOPICS + 1);
        var member = cursor.join(10, null);

        stage.publish("t/0", "more");

        assertThat(CursorStage.take(member, 10)).hasSize(10);
        assertThat(stage.listener.told("dropped")).containsExactly("dropped a limit-reached");
    }

    @Test
    void whoBeginsWithoutRoomIsRefusedAndTakesNone() {
        open("a");
        publish(0, HALF + 1);

        assertThatThrownBy(() -> open("b"))
                .isInstanceOfSatisfying(
                        Refused.class, no -> assertThat(no.reason()).isEqualTo(Reason.LIMIT_REACHED));

        publish(HALF + 1, MOST_TOPICS);
        assertThat(stage.listener.told("dropped")).isEmpty();
    }

    @Test
    void theEndOfACursorMakesRoom() {
        stage.open("other", "elsewhere/#", CursorSettings.DEFAULT, Since.LATEST);
        var first = open("a");
        publish(0, MOST_TOPICS);
        stage.cursors.delete(first.id()).block();

        open("b");

        publish(0, MOST_TOPICS);
        assertThat(stage.listener.told("dropped")).isEmpty();
    }
}
