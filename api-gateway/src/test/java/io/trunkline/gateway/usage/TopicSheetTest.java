package io.trunkline.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.access.ApplicationId;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicSheetTest {
    private static final ApplicationId APP = new ApplicationId("0123456789abcdef0123456789abcdef");
    private static final Instant HOUR = Instant.parse("2026-11-21T04:00:00Z");

    private final TopicSheet sheet = new TopicSheet(HOUR.plusSeconds(60));

    @Test
    void showsWhatHasGrownInTheMinuteCountedOverTheHour() {
        sheet.enter(counted("a", 1, 10));
        sheet.enter(counted("b", 2, 20));
        sheet.turn(HOUR.plusSeconds(120));
        sheet.enter(counted("b", 3, 30));

        assertThat(records()).containsExactly(record(HOUR, "b", 5, 50));
    }

    @Test
    void beginsFromNothingWithTheNextHour() {
        sheet.enter(counted("a", 1, 10));
        sheet.turn(HOUR.plusSeconds(3600));

        assertThat(records()).isEmpty();
        sheet.enter(counted("a", 2, 20));
        assertThat(records()).containsExactly(record(HOUR.plusSeconds(3600), "a", 2, 20));
    }

    @Test
    void countsNoMoreThanTheMostByName() {
        IntStream.range(0, TopicCounted.MOST).forEach(n -> sheet.enter(counted("t" + n, 1, 1)));
        sheet.enter(counted("late", 3, 30));
        sheet.enter(counted("later", 4, 40));
        sheet.enter(counted("t0", 1, 1));

        assertThat(records())
                .hasSize(TopicCounted.MOST + 1)
                .contains(record(HOUR, "t0", 2, 2), record(HOUR, "", 7, 70))
                .noneMatch(record -> record.topic().startsWith("late"));
    }

    @Test
    void isCutIntoPagesThatTheTelemetryServiceTakes() {
        var most = 1_000_000_000_000L;
        IntStream.rangeClosed(0, TopicSheet.PAGE)
                .forEach(n -> sheet.enter(new TopicCounted(
                        n < TopicCounted.MOST ? APP : new ApplicationId("fedcba9876543210fedcba9876543210"),
                        "\u20ac".repeat(TopicTallies.LONGEST - 4) + "%04d".formatted(n),
                        most,
                        most)));

        var pages = sheet.pages("n".repeat(133));

        assertThat(pages).extracting(page -> page.topics().size()).containsExactly(TopicSheet.PAGE, 1);
        assertThat(pages).allSatisfy(page -> assertThat(page.json()).hasSizeLessThan(1024 * 1024));
    }

    private List<TopicRecord> records() {
        return sheet.pages("node").stream()
                .flatMap(page -> page.topics().stream())
                .toList();
    }

    private static TopicCounted counted(String topic, long ops, long bytes) {
        return new TopicCounted(APP, topic, ops, bytes);
    }

    private static TopicRecord record(Instant hour, String topic, long ops, long bytes) {
        return new TopicRecord(hour, APP.value(), topic, ops, bytes);
    }
}
