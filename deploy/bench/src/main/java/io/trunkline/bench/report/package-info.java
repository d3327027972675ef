/** What was found, beside what was wanted, as Markdown that is also readable in a terminal. */
@NullMarked
package io.trunkline.bench.report;

import org.jspecify.annotations.NullMarked;
