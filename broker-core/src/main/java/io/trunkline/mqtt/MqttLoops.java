package io.trunkline.mqtt;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.trunkline.channel.LoopDeliveries;

/**
 * The event loops that MQTT runs on, shared with whoever handed them in and closed by them.
 *
 * @param serverChannel the kind of server socket that fits the group
 * @param deliveries the queues of these loops, shared by all doors
 */
public record MqttLoops(
        EventLoopGroup group, Class<? extends ServerChannel> serverChannel, LoopDeliveries deliveries) {}
