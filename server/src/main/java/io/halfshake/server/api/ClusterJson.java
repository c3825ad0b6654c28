package io.halfshake.server.api;

import static io.halfshake.server.api.JsonText.instant;
import static io.halfshake.server.api.JsonText.name;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.ClusterStatus.Share;
import io.halfshake.server.cluster.DeclaredLists;
import java.io.IOException;

/** The cluster, as this member knows it. */
final class ClusterJson {
    private ClusterJson() {}

    static void write(JsonGenerator json, ClusterStatus status, int unlisted) throws IOException {
        json.writeObjectFieldStart("cluster");
        json.writeStringField("member", status.member());
        json.writeStringField("role", name(status.role()));
        json.writeBooleanField("leader", status.isLeader());
        instant(json, "noQuorumSince", status.noQuorumSince());
        json.writeNumberField("epoch", status.epoch());
        DeclaredLists lists = DeclaredLists.of(status);
        json.writeArrayFieldStart("members");
        for (Share each : status.members()) {
            json.writeStartObject();
            json.writeStringField("member", each.member());
            json.writeStringField("zone", each.zone());
            json.writeNumberField("partitions", each.partitions());
            json.writeBooleanField("seen", each.isSeen());
            if (lists.canCompare(each)) {
                json.writeBooleanField("sameTargets", lists.isSame(each));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberField("targets", status.targets());
        json.writeNumberField("watched", status.watched());
        json.writeNumberField("unlisted", unlisted);
        json.writeEndObject();
    }
}
