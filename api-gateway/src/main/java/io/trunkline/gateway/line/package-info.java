/** What the lines of HTTP doors have in common: how they catch up with what was missed, and how they end: with their token, and once their client has read why. */
@NullMarked
package io.trunkline.gateway.line;

import org.jspecify.annotations.NullMarked;
