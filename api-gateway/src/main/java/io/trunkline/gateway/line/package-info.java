/** How the lines of HTTP doors end: with their client's token, and not before their client has read why. */
@NullMarked
package io.trunkline.gateway.line;

import org.jspecify.annotations.NullMarked;
