package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Subscription;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** SUBSCRIBE and UNSUBSCRIBE, answered filter by filter. On the channel's loop only. */
final class InboundSubscriptions {
    /** Of SUBACK and UNSUBACK, at most: type, length, packet id, no properties. */
    private static final int ANSWER_HEAD = 8;

    private final Line line;
    private final MqttSession session;
    private final RetainedMessages retained;
    private final SafeAnswers answers;
    private final Resuming resuming;

    InboundSubscriptions(Line line, MqttSession session, RetainedMessages retained, SafeAnswers answers) {
        this.line = line;
        this.session = session;
        this.retained = retained;
        this.answers = answers;
        this.resuming = new Resuming(line, session, retained, answers);
    }

    void subscribe(MqttSubscribeMessage packet) {
        var properties = packet.idAndPropertiesVariableHeader().properties();
        var identifier = PacketProperties.positiveOrAbsent(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER);
        checkFilters(packet.payload().topicSubscriptions().stream()
                .map(MqttTopicSubscription::topicFilter)
                .toList());
        checkSharing(packet.payload().topicSubscriptions());
        var since = line.isVersion5() ? PacketProperties.user(properties, Inbound.Names.SINCE) : List.<String>of();
        if (since.isEmpty()) {
            subscribe(packet, identifier);
        } else {
            resuming.subscribe(packet, identifier, since);
        }
    }

    /** Retained messages follow the SUBACK, which waits for those subscriptions that cursors are opened for. */
    private void subscribe(MqttSubscribeMessage packet, int identifier) {
        var granted = packet.payload().topicSubscriptions().stream()
                .map(asked -> subscribe(asked, identifier))
                .toList();
        var id = packet.variableHeader().messageId();
        if (granted.stream().noneMatch(Granted::isFed)) {
            answer(id, granted);
            return;
        }
        Flux.fromIterable(granted)
                .flatMapSequential(this::opened)
                .collectList()
                .subscribe(opened -> line.run(() -> answer(id, opened)));
    }

    private Mono<Granted> opened(Granted granted) {
        var made = granted.subscription();
        return made == null
                ? Mono.just(granted)
                : session.connection()
                        .opening(made)
                        .thenReturn(granted)
                        .onErrorResume(fault -> Mono.just(refused(made, fault)));
    }

    private Granted refused(Subscription made, Throwable fault) {
        if (session.connection().subscription(made.filter(), made.options().group()) == made) {
            session.connection().unsubscribe(made.filter(), made.options().group());
        }
        return Granted.refused(fault instanceof Refused no ? Codes.subscribe(no.reason()) : Codes.UNSPECIFIED);
    }

    private void answer(int packetId, List<Granted> granted) {
        answers.send(() -> subscribed(packetId, granted));
    }

    private void subscribed(int packetId, List<Granted> granted) {
        if (!line.isOpen()) {
            return;
        }
        var codes = granted.stream()
                .map(Granted::code)
                .map(code -> line.isVersion5() || code < 0x80 ? code : Codes.UNSPECIFIED)
                .toList();
        line.send(Replies.suback(packetId, codes, MqttProperties.NO_PROPERTIES));
        for (var each : granted) {
            var made = each.subscription();
            if (made != null && each.wantsRetained()) {
                retained.bring(made, session.connection().retained(made));
            }
        }
    }

    /** Before any of them is taken; an answer that the client would not take is none. */
    private void checkFilters(List<String> filters) {
        if (filters.isEmpty()) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "at least one topic filter");
        }
        filters.forEach(filter -> ShareFilter.check(filter, line.isVersion5()));
        if (filters.size() + ANSWER_HEAD > line.terms().packetBytes()) {
            throw new ProtocolFault(Codes.PACKET_TOO_LARGE, "more filters than the answer has room for");
        }
    }

    private static void checkSharing(List<MqttTopicSubscription> all) {
        if (all.stream().anyMatch(asked -> asked.option().isNoLocal() && ShareFilter.isShared(asked.topicFilter()))) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a shared subscription cannot be no-local");
        }
    }

    private Granted subscribe(MqttTopicSubscription asked, int identifier) {
        try {
            var wish = Wish.of(asked, identifier, session);
            var unsupported = wish.unsupported(session.profile());
            if (unsupported != 0) {
                return Granted.refused(unsupported);
            }
            var filter = wish.filter();
            var isNew = session.connection().subscription(filter.filter(), filter.group()) == null;
            var made = session.connection().subscribe(filter.filter(), session.lasting(wish.options()));
            return new Granted(wish.options().qos(), made, wish.wantsRetained(isNew));
        } catch (Refused no) {
            return Granted.refused(Codes.subscribe(no.reason()));
        }
    }

    void unsubscribe(MqttUnsubscribeMessage packet) {
        checkFilters(packet.payload().topics());
        var codes = new ArrayList<Short>();
        for (var filter : packet.payload().topics()) {
            codes.add((short) unsubscribe(filter));
        }
        var id = packet.variableHeader().messageId();
        answers.send(() -> unsubscribed(id, codes));
    }

    private void unsubscribed(int packetId, List<Short> codes) {
        if (line.isOpen()) {
            line.send(Replies.unsuback(packetId, codes));
        }
    }

    private int unsubscribe(String text) {
        try {
            var filter = ShareFilter.parse(text);
            var ended = session.connection().unsubscribe(filter.filter(), filter.group());
            return ended ? Codes.SUCCESS : Codes.NO_SUBSCRIPTION;
        } catch (Refused no) {
            return Codes.subscribe(no.reason());
        }
    }
}
