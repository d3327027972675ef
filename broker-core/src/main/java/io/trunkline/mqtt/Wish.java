package io.trunkline.mqtt;

import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.trunkline.broker.routing.SubscriptionOptions;

/** One filter of a SUBSCRIBE, and how it is wanted, within what is offered. */
record Wish(ShareFilter filter, SubscriptionOptions options, RetainedHandlingPolicy handling) {

    /** @throws io.trunkline.broker.refusal.Refused INVALID_FILTER */
    static Wish of(MqttTopicSubscription asked, int identifier, MqttSession session) {
        var filter = ShareFilter.parse(asked.topicFilter());
        var option = asked.option();
        var qos = Math.min(option.qos().value(), session.profile().highestQos());
        var options = new SubscriptionOptions(
                qos, identifier, option.isNoLocal(), option.isRetainAsPublished(), filter.group(), false, null);
        return new Wish(filter, options, option.retainHandling());
    }

    /** The code for what the profile does not offer; 0 when it offers all of it. */
    int unsupported(MqttProfile profile) {
        if (filter.isShared() && !profile.shared()) {
            return Codes.SHARED_UNSUPPORTED;
        }
        return filter.hasWildcard() && !profile.wildcards() ? Codes.WILDCARDS_UNSUPPORTED : 0;
    }

    /** @param isNew whether there was no such subscription before */
    boolean wantsRetained(boolean isNew) {
        return !filter.isShared()
                && switch (handling) {
                    case SEND_AT_SUBSCRIBE -> true;
                    case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> isNew;
                    case DONT_SEND_AT_SUBSCRIBE -> false;
                };
    }
}
