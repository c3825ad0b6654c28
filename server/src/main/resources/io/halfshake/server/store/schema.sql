-- Version 1. The same for each database but for ${clustered}. Statements end with a semicolon at the end of a line.
-- Times are microseconds since 1970, UTC; lengths are microseconds.

CREATE TABLE IF NOT EXISTS halfshake_schema (
  version INTEGER NOT NULL
);

-- Several watchers may share a database. The numbers of targets are unique in all of it.
CREATE TABLE IF NOT EXISTS halfshake_targets (
  id INTEGER NOT NULL PRIMARY KEY,
  watcher VARCHAR(200) NOT NULL,
  target VARCHAR(1000) NOT NULL,
  UNIQUE (watcher, target)
);

-- When a watcher wrote: nothing is known of the time between two rows.
CREATE TABLE IF NOT EXISTS halfshake_runs (
  watcher VARCHAR(200) NOT NULL,
  started_at BIGINT NOT NULL,
  alive_at BIGINT NOT NULL,
  PRIMARY KEY (watcher, started_at)
) ${clustered};

-- What a watcher found and could not keep until the database accepted it.
CREATE TABLE IF NOT EXISTS halfshake_losses (
  watcher VARCHAR(200) NOT NULL,
  lost_from BIGINT NOT NULL,
  lost_to BIGINT NOT NULL,
  events BIGINT NOT NULL,
  minutes BIGINT NOT NULL,
  PRIMARY KEY (watcher, lost_from)
) ${clustered};

-- What a restart continues. A row of a target that is no longer watched is deleted.
CREATE TABLE IF NOT EXISTS halfshake_checkpoints (
  target_id INTEGER NOT NULL PRIMARY KEY,
  taken_at BIGINT NOT NULL,
  state VARCHAR(10) NOT NULL,
  since BIGINT NOT NULL,
  observed_from BIGINT,
  confirmed_at BIGINT,
  outage_earliest BIGINT,
  outage_latest BIGINT,
  outage_unseen SMALLINT,
  outage_reason VARCHAR(40),
  outage_unobserved BIGINT,
  outages BIGINT NOT NULL,
  shortest BIGINT NOT NULL,
  longest BIGINT NOT NULL,
  unobserved BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS halfshake_transitions (
  target_id INTEGER NOT NULL,
  decided_at BIGINT NOT NULL,
  from_state VARCHAR(10) NOT NULL,
  to_state VARCHAR(10) NOT NULL,
  earliest BIGINT NOT NULL,
  latest BIGINT NOT NULL,
  reason VARCHAR(40),
  evidence VARCHAR(500) NOT NULL,
  PRIMARY KEY (target_id, decided_at)
) ${clustered};

-- ending: "open" while the target is down, "seen", or "unseen" if the target was removed or the end was lost.
CREATE TABLE IF NOT EXISTS halfshake_outages (
  target_id INTEGER NOT NULL,
  began_earliest BIGINT NOT NULL,
  began_latest BIGINT NOT NULL,
  began_unseen SMALLINT NOT NULL,
  reason VARCHAR(40) NOT NULL,
  ending VARCHAR(10) NOT NULL,
  ended_earliest BIGINT,
  ended_latest BIGINT,
  unobserved BIGINT,
  PRIMARY KEY (target_id, began_latest)
) ${clustered};

-- When a target was not observed.
CREATE TABLE IF NOT EXISTS halfshake_spans (
  target_id INTEGER NOT NULL,
  span_from BIGINT NOT NULL,
  span_to BIGINT NOT NULL,
  PRIMARY KEY (target_id, span_from)
) ${clustered};

-- epoch_minute: since 1970. Round trips are microseconds, and missing where no check ended up.
CREATE TABLE IF NOT EXISTS halfshake_minutes (
  target_id INTEGER NOT NULL,
  epoch_minute INTEGER NOT NULL,
  ups INTEGER NOT NULL,
  downs INTEGER NOT NULL,
  unknowns INTEGER NOT NULL,
  held INTEGER NOT NULL,
  rtt_min BIGINT,
  rtt_median BIGINT,
  rtt_p99 BIGINT,
  rtt_max BIGINT,
  PRIMARY KEY (target_id, epoch_minute)
) ${clustered};
