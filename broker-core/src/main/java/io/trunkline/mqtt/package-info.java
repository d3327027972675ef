/** MQTT 3.1.1 and 5: listeners, the inbound half of the protocol, and sessions that are connections of the core; Moquette is the outbound session engine. */
@NullMarked
package io.trunkline.mqtt;

import org.jspecify.annotations.NullMarked;
