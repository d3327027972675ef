/** MQTT sessions that outlive the process, in the gateway's database. */
@NullMarked
package io.trunkline.gateway.session;

import org.jspecify.annotations.NullMarked;
