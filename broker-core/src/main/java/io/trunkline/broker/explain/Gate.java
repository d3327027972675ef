package io.trunkline.broker.explain;

import org.jspecify.annotations.Nullable;

/** Why a subscription that was there did not bring a publication. */
final class Gate {
    private final Journal journal;
    private final Sighting sighting;
    private final Party party;

    Gate(Journal journal, Sighting sighting, Party party) {
        this.journal = journal;
        this.sighting = sighting;
        this.party = party;
    }

    /** Null where it did bring it. */
    @Nullable
    Cause closed(Interval interval) {
        if (party.id().equals(sighting.excluding())) {
            return Cause.EXCLUDED;
        }
        if (interval.interest().noLocal() && party.id().equals(sighting.publisher())) {
            return Cause.NO_LOCAL;
        }
        if (interval.isGuarded() && !party.principal().permissions().mayHear(sighting.topic())) {
            return Cause.PERMISSION;
        }
        var group = interval.interest().group();
        return group == null ? null : shared(group);
    }

    private @Nullable Cause shared(String group) {
        var chosen = journal.chosen(group, sighting);
        if (chosen == null && sighting.position() != null) {
            return Cause.UNCLAIMED;
        }
        if (chosen == null) {
            return journal.choices.reaches(sighting.at()) ? Cause.OTHER_MEMBER : Cause.FORGOTTEN;
        }
        return chosen.equals(party.id()) ? null : Cause.OTHER_MEMBER;
    }

    String text(Cause cause, Interval interval) {
        return switch (cause) {
            case EXCLUDED -> "Its publisher asked that this connection does not hear it.";
            case NO_LOCAL ->
                "The connection published it itself, and its subscription to " + interval.filter()
                        + " asks for what others publish only.";
            case PERMISSION ->
                "The connection is subscribed to " + interval.filter() + ", but its token does not let it hear "
                        + sighting.topic() + ".";
            case OTHER_MEMBER -> other(interval);
            case UNCLAIMED ->
                "The subscription to " + interval.filter() + " is shared by the group "
                        + interval.interest().group()
                        + ", for which it waits in its topic's log until a member has room for it.";
            default -> "Which member of the shared subscription had it is not written down any more.";
        };
    }

    private String other(Interval interval) {
        var group = interval.interest().group();
        var had = group == null ? null : journal.chosen(group, sighting);
        return "The subscription to " + interval.filter() + " is shared by the group " + group
                + ", and another member was chosen for it" + (had == null ? "." : ": the connection " + had + ".");
    }
}
