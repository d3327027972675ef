/** The platform as its users meet it: a process, its ports, and clients that other people wrote. */
@NullMarked
package io.trunkline.acceptance;

import org.jspecify.annotations.NullMarked;
