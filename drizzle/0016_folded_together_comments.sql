COMMENT ON TABLE ledger_checkpoints IS 'The grouping engine''s state at a moment of one underlying, or of several that a corporate action ties, so that a new fact costs what changed.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.underlying IS 'The underlying; of several that are folded together the first.';
--> statement-breakpoint
COMMENT ON COLUMN ledger_checkpoints.underlyings IS 'All underlyings that are folded together: where these are others now, the state is not used.';
