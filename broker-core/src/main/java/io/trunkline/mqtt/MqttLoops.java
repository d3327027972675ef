package io.trunkline.mqtt;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;

/**
 * The event loops that MQTT runs on, shared with whoever handed them in and closed by them.
 *
 * @param serverChannel the kind of server socket that fits the group
 */
public record MqttLoops(EventLoopGroup group, Class<? extends ServerChannel> serverChannel) {}
