package io.trunkline.admin.application;

import java.util.List;

/**
 * What can be chosen about an application; stored as one document.
 *
 * @param name 1 to 100 characters, unique in the installation
 * @param tier the plan, for reports and quotas; {@code free} unless the operator says otherwise
 * @param authKey verifies the tokens of its clients
 * @param adminKey verifies the tokens of its backends
 * @param adminSourceAddress from where backends may call: addresses or CIDR ranges, {@code !} in front denies
 * @param clientSourceAddress from where clients may connect, in the same form
 */
public record ApplicationSettings(
        String name,
        String description,
        boolean enabled,
        String tier,
        ApplicationKey authKey,
        ApplicationKey adminKey,
        List<String> adminSourceAddress,
        List<String> clientSourceAddress,
        boolean enableWebSocketInboundTopic,
        boolean clientInboundAckEnabled,
        ApplicationLimits limits) {}
