package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.trunkline.broker.refusal.Refused;
import io.trunkline.broker.routing.Subscription;
import io.trunkline.broker.routing.SubscriptionOptions;
import java.util.ArrayList;
import java.util.List;

/** SUBSCRIBE and UNSUBSCRIBE, answered filter by filter. On the channel's loop only. */
final class InboundSubscriptions {
    /** Of SUBACK and UNSUBACK, at most: type, length, packet id, no properties. */
    private static final int ANSWER_HEAD = 8;

    private final Line line;
    private final MqttSession session;
    private final RetainedMessages retained;

    InboundSubscriptions(Line line, MqttSession session, RetainedMessages retained) {
        this.line = line;
        this.session = session;
        this.retained = retained;
    }

    /** Retained messages follow the SUBACK. */
    void subscribe(MqttSubscribeMessage packet) {
        var identifier = PacketProperties.positiveOrAbsent(
                packet.idAndPropertiesVariableHeader().properties(), MqttProperties.SUBSCRIPTION_IDENTIFIER);
        checkFilters(packet.payload().topicSubscriptions().stream()
                .map(MqttTopicSubscription::topicFilter)
                .toList());
        var codes = new ArrayList<Integer>();
        var bringing = new ArrayList<Subscription>();
        for (var asked : packet.payload().topicSubscriptions()) {
            var code = subscribe(asked, identifier, bringing);
            codes.add(line.isVersion5() || code < 0x80 ? code : Codes.UNSPECIFIED);
        }
        line.send(Replies.suback(packet.variableHeader().messageId(), codes));
        bringing.forEach(retained::bring);
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

    private int subscribe(MqttTopicSubscription asked, int identifier, List<Subscription> bringing) {
        try {
            var filter = ShareFilter.parse(asked.topicFilter());
            var option = asked.option();
            var unsupported = unsupported(filter, option);
            if (unsupported != 0) {
                return unsupported;
            }
            var qos = Math.min(option.qos().value(), session.profile().highestQos());
            var isNew = session.connection().subscription(filter.filter(), filter.group()) == null;
            var made = session.connection().subscribe(filter.filter(), options(filter, option, qos, identifier));
            if (!filter.isShared() && wantsRetained(option.retainHandling(), isNew)) {
                bringing.add(made);
            }
            return qos;
        } catch (Refused no) {
            return Codes.subscribe(no.reason());
        }
    }

    private int unsupported(ShareFilter filter, MqttSubscriptionOption option) {
        if (filter.isShared() && option.isNoLocal()) {
            throw new ProtocolFault(Codes.PROTOCOL_ERROR, "a shared subscription cannot be no-local");
        }
        if (filter.isShared() && !session.profile().shared()) {
            return Codes.SHARED_UNSUPPORTED;
        }
        return filter.hasWildcard() && !session.profile().wildcards() ? Codes.WILDCARDS_UNSUPPORTED : 0;
    }

    private static SubscriptionOptions options(
            ShareFilter filter, MqttSubscriptionOption option, int qos, int identifier) {
        return new SubscriptionOptions(
                qos, identifier, option.isNoLocal(), option.isRetainAsPublished(), filter.group(), false);
    }

    private static boolean wantsRetained(RetainedHandlingPolicy handling, boolean isNew) {
        return switch (handling) {
            case SEND_AT_SUBSCRIBE -> true;
            case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> isNew;
            case DONT_SEND_AT_SUBSCRIBE -> false;
        };
    }

    void unsubscribe(MqttUnsubscribeMessage packet) {
        checkFilters(packet.payload().topics());
        var codes = new ArrayList<Short>();
        for (var filter : packet.payload().topics()) {
            codes.add((short) unsubscribe(filter));
        }
        line.send(Replies.unsuback(packet.variableHeader().messageId(), codes));
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
