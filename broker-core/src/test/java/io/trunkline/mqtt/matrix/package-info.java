/** The conformance matrix: the statements of the standards, the tests that prove them, and the table made of both. */
@NullMarked
package io.trunkline.mqtt.matrix;

import org.jspecify.annotations.NullMarked;
