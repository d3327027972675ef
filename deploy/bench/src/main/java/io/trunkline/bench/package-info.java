/** The bench: a load generator that knows no class of ours, only the wire, and compares this platform with its peers. */
@NullMarked
package io.trunkline.bench;

import org.jspecify.annotations.NullMarked;
