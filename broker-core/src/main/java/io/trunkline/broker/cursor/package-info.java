/** Groups that read topics' logs together: each publication to one of them, until one has settled it. */
@NullMarked
package io.trunkline.broker.cursor;

import org.jspecify.annotations.NullMarked;
