package io.halfshake.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is common to statements. */
final class Sql {
    /** Of no type, since the value does not tell it: the database takes that of the column. */
    private static final int NO_TYPE = Types.NULL;

    private Sql() {}

    /**
     * Runs a statement.
     *
     * @param parameters {@code Long} or {@code String}
     * @return how many rows it has changed
     */
    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                set(statement, i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** Runs a statement for each of these numbers, its only parameter. */
    static void updateEach(Connection connection, String sql, List<Long> numbers) throws SQLException {
        if (numbers.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (long number : numbers) {
                statement.setLong(1, number);
                statement.addBatch();
            }
            int[] unused = statement.executeBatch();
        }
    }

    /** Writes rows, each whether it is there or not. Of two with the same key the last one counts. */
    static void write(Connection connection, Table table, Collection<Row> rows) throws SQLException {
        Map<List<@Nullable Object>, Row> byKey = new LinkedHashMap<>();
        int keys = table.key().size();
        for (Row row : rows) {
            byKey.put(row.values().subList(0, keys), row);
        }
        if (byKey.isEmpty()) {
            return;
        }
        List<Row> all = List.copyOf(byKey.values());
        List<Row> absent = new ArrayList<>();
        try (PreparedStatement update = connection.prepareStatement(table.updateSql())) {
            for (Row row : all) {
                int parameter = 1;
                for (Object value : row.values().subList(keys, row.values().size())) {
                    set(update, parameter++, value);
                }
                for (Object value : row.values().subList(0, keys)) {
                    set(update, parameter++, value);
                }
                update.addBatch();
            }
            int[] counts = update.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 0) {
                    absent.add(all.get(i));
                }
            }
        }
        insert(connection, table, absent);
    }

    private static void insert(Connection connection, Table table, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(table.insertSql())) {
            for (Row row : rows) {
                int parameter = 1;
                for (Object value : row.values()) {
                    set(insert, parameter++, value);
                }
                insert.addBatch();
            }
            int[] unused = insert.executeBatch();
        }
    }

    private static void set(PreparedStatement statement, int parameter, @Nullable Object value) throws SQLException {
        if (value == null) {
            statement.setNull(parameter, NO_TYPE);
        } else if (value instanceof Long number) {
            statement.setLong(parameter, number);
        } else {
            statement.setString(parameter, (String) value);
        }
    }
}
