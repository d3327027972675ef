package io.trunkline.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExchangesTest {
    private final Exchanges exchanges = new Exchanges();
    private final List<Object> heard = new ArrayList<>();

    private void ask(int packetId) {
        Objects.requireNonNull(exchanges.begin(packetId)).subscribe(heard::add, heard::add);
    }

    @Test
    void allWhoAskMeanwhileHearWhatIsSaidOfTheFirst() {
        exchanges.begin(5);
        ask(5);
        ask(5);
        assertThat(heard).isEmpty();
        assertThat(exchanges.taken()).isEmpty();

        var verdict = Verdict.of(Codes.NO_MATCHING_SUBSCRIBERS);
        exchanges.accepted(5, verdict);

        assertThat(heard).containsExactly(verdict, verdict);
        assertThat(exchanges.taken()).containsExactly(5);
    }

    @Test
    void whatIsTakenIsKnownUntilItIsReleased() {
        exchanges.begin(5);
        exchanges.accepted(5, Verdict.of(Codes.SUCCESS));

        ask(5);
        assertThat(heard).containsExactly(Verdict.of(Codes.SUCCESS));
        assertThat(exchanges.release(5)).isTrue();

        assertThat(exchanges.release(5)).isFalse();
        assertThat(exchanges.begin(5)).isNull();
    }

    @Test
    void whatIsRefusedIsAsIfItHadNeverCome() {
        exchanges.begin(5);
        ask(5);
        var no = new Refused(Reason.UNAVAILABLE);

        exchanges.refused(5, no);

        assertThat(heard).containsExactly(no);
        assertThat(exchanges.begin(5)).isNull();
        assertThat(exchanges.taken()).isEmpty();
    }

    @Test
    void aReleaseBeforeTheAnswerChangesNothing() {
        exchanges.begin(5);

        assertThat(exchanges.release(5)).isFalse();

        exchanges.accepted(5, Verdict.of(Codes.SUCCESS));
        assertThat(exchanges.taken()).containsExactly(5);
    }

    @Test
    void thoseOfTheProcessBeforeAreKnown() {
        exchanges.restore(Set.of(7));

        ask(7);

        assertThat(heard).containsExactly(Verdict.of(Codes.SUCCESS));
    }
}
