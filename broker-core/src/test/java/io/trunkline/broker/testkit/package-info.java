/** What tests of the core and of the modules on it are made of: values, recorders, a virtual world, and the contracts of the ports. */
@NullMarked
package io.trunkline.broker.testkit;

import org.jspecify.annotations.NullMarked;
