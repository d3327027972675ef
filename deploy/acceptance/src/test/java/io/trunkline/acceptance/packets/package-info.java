/** Scripts of MQTT packets, played as bytes over sockets on any server, and what the server answers as text that can be compared. */
@org.jspecify.annotations.NullMarked
package io.trunkline.acceptance.packets;
