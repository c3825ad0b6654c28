package io.halfshake.cli.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Results as JSON Lines. */
public final class JsonFormat implements ResultFormat {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    private final JsonGenerator json;
    private final ResultJson result;

    public JsonFormat() {
        try {
            json = new JsonFactory().setRootValueSeparator(null).createGenerator(line);
            result = new ResultJson(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public byte[] line(CheckResult found) {
        try {
            line.reset();
            result.write(found);
            json.writeRaw('\n');
            json.flush();
            return line.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
