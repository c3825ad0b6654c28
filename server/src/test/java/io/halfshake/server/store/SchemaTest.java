package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchemaTest {
    private final Connector memory = Stores.memory();

    @ParameterizedTest
    @EnumSource
    void statements_haveNoPlaceholderLeft(Dialect dialect) {
        assertThat(Schema.statements(dialect))
                .hasSize(9)
                .allMatch(sql -> sql.startsWith("CREATE TABLE IF NOT EXISTS halfshake_"))
                .noneMatch(sql -> sql.contains("$") || sql.contains("--"));
    }

    @Test
    void tables_areMadeOnce() throws SQLException {
        try (Connection first = Stores.prepared(memory);
                Connection second = Stores.prepared(memory)) {
            assertThat(first.getAutoCommit()).isFalse();
            assertThat(Stores.texts(second, "SELECT version FROM halfshake_schema"))
                    .containsExactly("1");
        }
    }

    @Test
    void otherVersion_isRefused() throws SQLException {
        try (Connection connection = Stores.prepared(memory)) {
            assertThat(Sql.update(connection, "UPDATE halfshake_schema SET version = 2"))
                    .isEqualTo(1);
            connection.commit();
            connection.setAutoCommit(true);
            assertThatThrownBy(() -> Schema.prepare(connection, Dialect.SQLITE))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("halfshake_schema.version: 2 (expected 1: the database is that of another version of"
                            + " Halfshake)");
        }
    }

    @Test
    void tablesThatWereMadeInPart_areCompleted() throws SQLException {
        try (Connection connection = memory.open()) {
            int unusedRows =
                    Sql.update(connection, Schema.statements(Dialect.SQLITE).get(0));
            Schema.prepare(connection, Dialect.SQLITE);
            assertThat(Stores.texts(connection, "SELECT version FROM halfshake_schema"))
                    .containsExactly("1");
            assertThat(Stores.texts(connection, "SELECT * FROM halfshake_minutes"))
                    .isEmpty();
        }
    }

    @Test
    void databaseThatFails_isAnError() throws SQLException {
        Connection connection = memory.open();
        connection.close();
        assertThatThrownBy(() -> Schema.prepare(connection, Dialect.SQLITE)).isInstanceOf(SQLException.class);
    }

    @Test
    void tables_haveTheColumnsThatAreWritten() throws SQLException {
        try (Connection connection = Stores.prepared(memory)) {
            for (Table table : Table.ALL) {
                assertThat(columns(connection, table.name()))
                        .as(table.name())
                        .containsExactlyInAnyOrderElementsOf(table.columns());
            }
        }
    }

    private static List<String> columns(Connection connection, String table) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM " + table);
                ResultSet rows = select.executeQuery()) {
            ResultSetMetaData data = rows.getMetaData();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                columns.add(data.getColumnName(i).toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }
}
