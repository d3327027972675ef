/** The few classes that must stand in Moquette's own package to drive its session engine without its router. */
@NullMarked
package io.moquette.broker;

import org.jspecify.annotations.NullMarked;
