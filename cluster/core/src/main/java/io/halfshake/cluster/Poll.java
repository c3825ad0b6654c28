package io.halfshake.cluster;

import io.halfshake.cluster.Opinion.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The votes of the watchers about one target. While it is open, the target is undecided. */
final class Poll {
    /**
     * What one member has voted. Moments are in nanoseconds of the cluster's time.
     *
     * @param at when it was proposed
     * @param evidence of what it saw
     */
    record Vote(Verdict verdict, long at, long earliest, long latest, Bytes evidence) {}

    private final long number;
    private final SortedMap<String, Vote> votes = new TreeMap<>();

    Poll(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    /** By member. */
    SortedMap<String, Vote> votes() {
        return votes;
    }

    /**
     * The member may think again: its last vote counts.
     *
     * @return false if it has voted later than that: this one was overtaken, and counts no more
     */
    boolean vote(String member, Vote vote) {
        Vote last = votes.get(member);
        if (last != null && vote.at() < last.at()) {
            return false;
        }
        votes.put(member, vote);
        return true;
    }

    void forget(String member) {
        votes.remove(member);
    }

    void retain(List<String> watchers) {
        votes.keySet().retainAll(watchers);
    }

    /** The votes for a verdict of those that watch now, in the order of the list. */
    List<Vote> votesFor(Verdict verdict, List<String> watchers) {
        List<Vote> found = new ArrayList<>();
        for (String watcher : watchers) {
            Vote vote = votes.get(watcher);
            if (vote != null && vote.verdict() == verdict) {
                found.add(vote);
            }
        }
        return found;
    }

    /** For a snapshot. */
    static Poll of(long number, Map<String, Vote> votes) {
        Poll poll = new Poll(number);
        poll.votes.putAll(votes);
        return poll;
    }
}
