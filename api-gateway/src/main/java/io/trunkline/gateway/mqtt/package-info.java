/** The native MQTT dialect, and the listeners of this gateway. */
@NullMarked
package io.trunkline.gateway.mqtt;

import org.jspecify.annotations.NullMarked;
