/** The routing core: one topic tree per application, one door in (publish), one way out (connect, subscribe, drain). */
@NullMarked
package io.trunkline.broker;

import org.jspecify.annotations.NullMarked;
