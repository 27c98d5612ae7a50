COMMENT ON COLUMN ledger_dirty.folding_since IS 'When a run began to fold it; null when no fold is under way. Still set without a running run: that run died.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.deaths IS 'Folds of it alone that began and did not end, one after the other; from two on it is tried again ever more rarely.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.tried_version IS 'The version at which the last fold began: a higher version means that facts came since.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.failed_since IS 'When its fold first failed with an error, without a success since; null when the last fold did not fail.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_dirty.failure IS 'What stopped the last fold: the SQLSTATE of a refusal or the name of an error; holds no data.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.ledger_engine_version IS 'Version of the grouping rules that the ledger is grouped with; null when it was grouped before this was recorded.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.ledger_window_seconds IS 'GROUPING_WINDOW_SECONDS that the ledger is grouped with; null when it was grouped before this was recorded.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.former_engine_version IS 'Version of the grouping rules before the last regrouping.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.former_window_seconds IS 'GROUPING_WINDOW_SECONDS before the last regrouping.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.regrouping IS 'Whether underlyings are still to be folded with new rules or a new window.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.regrouped_at IS 'When the last regrouping began.';
--> statement-breakpoint
COMMENT ON COLUMN sync_state.regroup_returns IS 'Regroupings in a row, within a day of each other, that went back to the grouping just before: two Workers with different settings do that.';
