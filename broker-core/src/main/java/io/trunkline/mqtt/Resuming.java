package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.trunkline.broker.Resumption;
import io.trunkline.broker.history.Since;
import io.trunkline.broker.refusal.Reason;
import io.trunkline.broker.refusal.Refused;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The SUBSCRIBE packets whose subscriptions go on from somewhere in their topics' logs. The SUBACK waits until each log was read for the first time, and what
 * the logs bring waits for the SUBACK. On the channel's loop only.
 */
final class Resuming {
    /** So many packets of a line wait for logs at most. */
    private static final int MOST = 16;

    /** So many filters begin somewhere by one packet at most: what is said of each is more than its client has to say to ask for it. */
    private static final int MOST_FILTERS = 128;

    private static final Logger LOG = LoggerFactory.getLogger(Resuming.class);

    private final Line line;
    private final MqttSession session;
    private final RetainedMessages retained;
    private final SafeAnswers safe;
    private int waiting;

    Resuming(Line line, MqttSession session, RetainedMessages retained, SafeAnswers safe) {
        this.line = line;
        this.session = session;
        this.retained = retained;
        this.safe = safe;
    }

    /** @param texts all that the packet says of where to begin */
    void subscribe(MqttSubscribeMessage packet, int identifier, List<String> texts) {
        var id = packet.variableHeader().messageId();
        var wishes = packet.payload().topicSubscriptions();
        if (wishes.size() > MOST_FILTERS) {
            var codes = Collections.nCopies(wishes.size(), Codes.QUOTA_EXCEEDED);
            line.send(Replies.suback(id, codes, MqttProperties.NO_PROPERTIES));
            return;
        }
        waiting++;
        Flux.fromIterable(wishes)
                .flatMapSequential(
                        asked -> begin(asked, identifier, texts).onErrorResume(fault -> Mono.just(refusal(fault))))
                .collectList()
                .subscribe(answers -> line.run(() -> safe.send(() -> answer(id, answers))));
    }

    private Mono<Resumed> begin(MqttTopicSubscription asked, int identifier, List<String> texts) {
        return Mono.defer(() -> {
            var since = since(texts);
            var wish = Wish.of(asked, identifier, session);
            var unsupported = wish.unsupported(session.profile());
            return unsupported == 0 ? begin(wish, since) : Mono.just(Resumed.refused(unsupported, null));
        });
    }

    private Mono<Resumed> begin(Wish wish, Since since) {
        var filter = wish.filter();
        var isNew = session.connection().subscription(filter.filter(), filter.group()) == null;
        return session.connection()
                .subscribe(filter.filter(), wish.options().withPositions(), since)
                .map(made -> new Resumed(wish.options().qos(), null, made, wish.wantsRetained(isNew) ? since : null));
    }

    private Since since(List<String> texts) {
        if (texts.size() > 1) {
            throw new Refused(Reason.MALFORMED, "since is said once");
        }
        if (waiting > MOST) {
            throw new Refused(Reason.LIMIT_REACHED, "too many subscriptions wait for a log");
        }
        return Since.parse(texts.get(0));
    }

    /** A position that is none is no fault of the filter's. */
    private static Resumed refusal(Throwable fault) {
        if (!(fault instanceof Refused no)) {
            LOG.error("event=mqtt-subscribe-failed", fault);
            return Resumed.refused(Codes.UNSPECIFIED, null);
        }
        var code = no.reason() == Reason.MALFORMED ? Codes.IMPLEMENTATION_SPECIFIC : Codes.subscribe(no.reason());
        return Resumed.refused(code, no.detail());
    }

    private void answer(int packetId, List<Resumed> answers) {
        waiting--;
        if (line.isOpen()) {
            var codes = answers.stream().map(Resumed::code).toList();
            line.send(Replies.suback(packetId, codes, properties(answers)));
        }
        answers.forEach(this::bring);
    }

    /** What the client wants to hear besides the codes, as far as its packets have room for it. */
    private MqttProperties properties(List<Resumed> answers) {
        return line.terms().reasonStrings()
                ? ResumedAnswer.of(answers, bytes -> line.takes(bytes + answers.size()))
                : MqttProperties.NO_PROPERTIES;
    }

    /** Even when nobody listens any more: what waits has to go on or be let go. */
    private void bring(Resumed answer) {
        var resumption = answer.resumption();
        if (resumption == null) {
            return;
        }
        bringRetained(resumption, answer);
        resumption.rest().subscribe();
    }

    /** None twice: what the log brings, or what the reader had before, is not brought as retained as well. */
    private void bringRetained(Resumption resumption, Resumed answer) {
        var since = answer.retainedSince();
        var subscription = resumption.subscription();
        if (since == null || (since instanceof Since.After && resumption.continuous())) {
            return;
        }
        retained.bring(
                subscription,
                since == Since.LATEST
                        ? session.connection().retained(subscription)
                        : session.connection().retainedBesideHistory(subscription));
    }
}
