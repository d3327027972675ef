package io.trunkline.bench.report;

import java.util.ArrayList;
import java.util.List;

/** All that one run of the bench found. */
public final class Report {
    private final List<Finding> findings = new ArrayList<>();
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Adds a figure with a target. */
    public void add(Finding finding) {
        findings.add(finding);
    }

    /** Adds the details of a load. */
    public void add(Comparison comparison) {
        comparisons.add(comparison);
    }

    /** Adds a sentence on how something was measured or what else was seen. */
    public void note(String sentence) {
        notes.add(sentence);
    }

    /** Whether everything that was asked for could be measured. */
    public boolean isComplete() {
        return findings.stream().noneMatch(finding -> finding.verdict().contains("not measured"));
    }

    /** The report as Markdown. */
    public String markdown() {
        var text = new StringBuilder("# Bench\n\n").append(targets()).append('\n');
        if (!comparisons.isEmpty()) {
            text.append("Median of the rounds of each load; latency from writing a publication to reading it.\n\n")
                    .append(details())
                    .append('\n');
        }
        notes.forEach(note -> text.append("- ").append(note).append('\n'));
        return text.toString();
    }

    private Table targets() {
        var table = new Table("figure", "measured", "target", "verdict");
        findings.forEach(finding -> table.row(finding.what(), finding.measured(), finding.target(), finding.verdict()));
        return table;
    }

    private Table details() {
        var table = new Table(Comparison.HEADINGS);
        comparisons.forEach(comparison -> comparison.rows().forEach(row -> table.row(row)));
        return table;
    }
}
