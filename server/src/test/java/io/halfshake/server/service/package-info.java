@NullMarked
package io.halfshake.server.service;

import org.jspecify.annotations.NullMarked;
