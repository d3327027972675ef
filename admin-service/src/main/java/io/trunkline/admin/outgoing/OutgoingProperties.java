package io.trunkline.admin.outgoing;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where gateways may be told to call; the same setting as theirs.
 *
 * @param allowedPrivate addresses and CIDR ranges that may be called although they are not public, and without TLS too
 */
@ConfigurationProperties("trunkline.outgoing")
record OutgoingProperties(@DefaultValue List<String> allowedPrivate) {}
