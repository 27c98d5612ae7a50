CREATE TRIGGER alpaca_unbooked_activities_updated_at BEFORE UPDATE ON alpaca_unbooked_activities FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
COMMENT ON TABLE alpaca_unbooked_activities IS 'Activities that the ledger could not book, each with the reason; a fold replaces them.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_unbooked_activities.account_id IS 'Alpaca''s account id.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_unbooked_activities.activity_id IS 'Alpaca''s id of the activity.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_unbooked_activities.underlying IS 'Underlying whose fold could not book the activity.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_unbooked_activities.reason IS 'Why it is not booked, in words.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_unbooked_activities.effective_at IS 'When it would have taken effect.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_unbooked_activities.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_unbooked_activities.updated_at IS 'When the row last changed.';
