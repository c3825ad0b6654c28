package io.halfshake.cli.report;

/** The data of a path in SVG, in tenths of a unit. Coordinates are zero or more. */
final class SvgPath {
    private final StringBuilder data = new StringBuilder();

    void move(double x, double y) {
        data.append('M');
        number(x);
        data.append(' ');
        number(y);
    }

    void horizontal(double x) {
        data.append('H');
        number(x);
    }

    void vertical(double y) {
        data.append('V');
        number(y);
    }

    void close() {
        data.append('Z');
    }

    void box(double left, double top, double right, double bottom) {
        move(left, top);
        horizontal(right);
        vertical(bottom);
        horizontal(left);
        close();
    }

    private void number(double value) {
        long tenths = Math.max(0, Math.round(value * 10));
        data.append(tenths / 10);
        if (tenths % 10 != 0) {
            data.append('.').append(tenths % 10);
        }
    }

    boolean isEmpty() {
        return data.length() == 0;
    }

    @Override
    public String toString() {
        return data.toString();
    }
}
