package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A directory of configuration files. */
record Configs(Path directory) {
    static final String NAME = "halfshake.yaml";

    private static final ConfigReader READER =
            new ConfigReader(Map.of("HOST", "db-9", "PORT", "5432", "PRICE", "$5", "EMPTY", "")::get);

    Configs file(String name, String content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LoadedConfig load() throws ConfigException {
        return READER.read(directory.resolve(NAME));
    }

    /** Reads a configuration of one file. */
    LoadedConfig load(String content) throws ConfigException {
        return file(NAME, content).load();
    }

    ServerConfig read(String content) throws ConfigException {
        return load(content).config();
    }

    /** The errors, without the directory's name. */
    List<String> errors() {
        return shortened(catchThrowableOfType(ConfigException.class, this::load).errors());
    }

    List<String> errors(String content) {
        return file(NAME, content).errors();
    }

    List<String> shortened(List<String> messages) {
        return messages.stream()
                .map(message -> message.replace(directory + "/", ""))
                .toList();
    }
}
