package io.halfshake.server.events;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.server.api.JsonText;
import io.halfshake.server.api.ListedTarget;
import io.halfshake.server.api.StatusJson;
import io.halfshake.server.api.TargetDirectory;
import io.halfshake.server.api.TargetJson;
import io.halfshake.server.api.TargetStates;
import io.halfshake.server.maintenance.OpenWindows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Events as bytes. JSON has no line ends, so that each is one line of data. */
final class EventMessages {
    private final TargetStates states;
    private final TargetDirectory directory;
    private final StatusJson status;

    EventMessages(TargetStates states, TargetDirectory directory, StatusJson status) {
        this.states = states;
        this.directory = directory;
        this.status = status;
    }

    /** The client may have missed something, and has to read the list again. */
    byte[] reset(String id) {
        return message("retry: 2000\nid: " + id + "\nevent: reset\n", this::status);
    }

    byte[] status() {
        return message("event: status\n", this::status);
    }

    /** A target that is in the configuration and not monitored yet is left for later. */
    byte[] update(String id, List<String> targets, Consumer<String> later) {
        return message("id: " + id + "\nevent: update\n", json -> {
            List<String> removed = new ArrayList<>();
            OpenWindows maintenance = directory.maintenance();
            json.writeArrayFieldStart("changed");
            for (String each : targets) {
                ListedTarget target = directory.find(each);
                TargetStates.Known known = states.of(each);
                if (target == null) {
                    removed.add(each);
                } else if (known == null) {
                    later.accept(each);
                } else {
                    json.writeStartObject();
                    TargetJson.write(json, target, known, maintenance);
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeArrayFieldStart("removed");
            for (String each : removed) {
                json.writeString(each);
            }
            json.writeEndArray();
            status(json);
        });
    }

    private void status(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("status");
        status.write(json);
        json.writeEndObject();
    }

    private static byte[] message(String head, JsonText.Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        try {
            bytes.write((head + "data: ").getBytes(StandardCharsets.UTF_8));
            JsonText.write(bytes, fields);
            bytes.write(new byte[] {'\n', '\n'});
        } catch (IOException e) {
            throw new UncheckedIOException("to memory", e);
        }
        return bytes.toByteArray();
    }
}
