-- The second migration: a platform's last runs, newest first, without a sort.
CREATE INDEX outcomes_by_platform ON platform_outcomes (name, run_id);
