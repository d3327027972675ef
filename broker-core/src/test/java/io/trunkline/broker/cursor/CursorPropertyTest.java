package io.trunkline.broker.cursor;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.history.Since;
import io.trunkline.broker.testkit.Publications;
import io.trunkline.broker.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Members who come, go, crash, forget, acknowledge and give back at random: each publication is settled or buried, once; and of a key they come in order. */
class CursorPropertyTest {
    private static final int MAX_DELIVERIES = 3;
    /** What was being tried when the process ended, and a try before it that had just lapsed: nobody waits for that to be saved. */
    private static final int FORGOTTEN_BY_A_CRASH = 2;

    private static final int PUBLICATIONS = 60;
    private static final List<Order> ORDERS = List.of(Order.NONE, Order.TOPIC, Order.ofProperty("key"));

    /** One run from its seed. */
    private static final class Run {
        private final CursorStage stage = new CursorStage();
        private final Random random;
        private final CursorSettings settings;
        private final List<Member> members = new ArrayList<>();
        private final Map<Lease, Member> leases = new LinkedHashMap<>();
        private final Map<String, Integer> deliveries = new HashMap<>();
        private final Set<String> acked = new HashSet<>();
        private final Map<String, List<String>> keys = new HashMap<>();
        private Cursor cursor;
        private int published;
        private int crashes;

        Run(long seed) {
            random = new Random(seed);
            settings = CursorSettings.DEFAULT
                    .withOrder(ORDERS.get(random.nextInt(ORDERS.size())))
                    .withDeadLetter(MAX_DELIVERIES, Topic.of("dead"));
            cursor = stage.open("a/+", settings, Since.LATEST);
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1 -> publish();
                case 2 -> members.add(cursor.join(1 + random.nextInt(4), null));
                case 3, 4, 5 -> take();
                case 6, 7 -> ack();
                case 8 -> retry();
                case 9 -> stage.world.pass(Duration.ofSeconds(random.nextInt(20)));
                case 10 -> leave();
                default -> crash();
            }
        }

        private void publish() {
            if (published < PUBLICATIONS) {
                var text = "m" + published++;
                var topic = "a/" + random.nextInt(3);
                var key = "k" + random.nextInt(2);
                stage.publish(topic, CursorStage.keyed(text, key));
                var lane = switch (settings.order().by()) {
                    case NOTHING -> text;
                    case TOPIC -> topic;
                    case PROPERTY -> topic + key;
                };
                keys.computeIfAbsent(lane, name -> new ArrayList<>()).add(text);
            }
        }

        private void take() {
            if (members.isEmpty()) {
                return;
            }
            var member = members.get(random.nextInt(members.size()));
            for (var lease : CursorStage.take(member, 1 + random.nextInt(5))) {
                var text = Publications.text(lease.publication());
                assertThat(acked).as("delivered after it was acknowledged").doesNotContain(text);
                assertThat(buried()).as("delivered after it was buried").doesNotContain(text);
                assertNotOvertaking(text);
                leases.put(lease, member);
                assertThat(lease.attempt()).isLessThanOrEqualTo(MAX_DELIVERIES);
                assertThat(deliveries.merge(text, 1, Integer::sum))
                        .isLessThanOrEqualTo(MAX_DELIVERIES + FORGOTTEN_BY_A_CRASH * crashes);
            }
        }

        /** All before it of its key are done with. */
        private void assertNotOvertaking(String text) {
            var lane = keys.values().stream()
                    .filter(all -> all.contains(text))
                    .findFirst()
                    .orElseThrow();
            var before = lane.subList(0, lane.indexOf(text));
            assertThat(before).allMatch(earlier -> acked.contains(earlier) || buried().contains(earlier));
        }

        private void ack() {
            var lease = any();
            if (lease != null && CursorStage.ack(cursor, List.of(lease)) == 1) {
                assertThat(acked.add(Publications.text(lease.publication()))).isTrue();
            }
        }

        private void retry() {
            var lease = any();
            if (lease != null) {
                CursorStage.retry(cursor, lease, Duration.ofSeconds(random.nextInt(3) * 10L));
            }
        }

        private @Nullable Lease any() {
            if (leases.isEmpty()) {
                return null;
            }
            var all = List.copyOf(leases.keySet());
            return all.get(random.nextInt(all.size()));
        }

        private void leave() {
            if (!members.isEmpty()) {
                members.remove(random.nextInt(members.size())).leave();
            }
        }

        private void crash() {
            if (random.nextInt(4) == 0) {
                crashes++;
                stage.crash();
                members.clear();
                leases.clear();
                cursor = stage.open("a/+", settings, Since.LATEST);
            }
        }

        private List<String> buried() {
            return stage.buried.stream()
                    .map(message -> new String(message.payload().octets(), StandardCharsets.UTF_8))
                    .toList();
        }

        /** In the end somebody takes and acknowledges all there is. */
        void end() {
            List.copyOf(members).forEach(Member::leave);
            var last = cursor.join(100, null);
            for (var i = 0; i < 10; i++) {
                for (var taken = CursorStage.take(last, 100); !taken.isEmpty(); taken = CursorStage.take(last, 100)) {
                    for (var lease : taken) {
                        assertNotOvertaking(Publications.text(lease.publication()));
                        assertThat(CursorStage.ack(cursor, List.of(lease))).isEqualTo(1);
                        assertThat(acked.add(Publications.text(lease.publication())))
                                .isTrue();
                    }
                }
                stage.world.pass(Duration.ofSeconds(30));
            }
            var settled = new ArrayList<>(acked);
            settled.addAll(buried());
            var all = keys.values().stream().flatMap(List::stream).toList();
            assertThat(settled).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(all);
            assertThat(cursor.held()).isZero();
        }
    }

    @Property
    void eachIsSettledOnceOrBuriedAndNoneIsLost(@ForAll long seed) {
        var run = new Run(seed);
        for (var step = 0; step < 400; step++) {
            run.step();
        }
        run.end();
    }
}
