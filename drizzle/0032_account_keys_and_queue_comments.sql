COMMENT ON TABLE alpaca_account_keys IS 'Keys of accounts that the API stored, beside those of the settings. Sealed: the database alone does not open them.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_account_keys.account_id IS 'Alpaca''s id of the account. The sealed text opens for this id alone.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_account_keys.base_url IS 'Host that the keys are for, such as https://paper-api.alpaca.markets.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_account_keys.sealed_keys IS 'Key id and secret key as JSON, sealed with AES-GCM under KEYS_SECRET.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_account_keys.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN alpaca_account_keys.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
CREATE TRIGGER alpaca_account_keys_updated_at BEFORE UPDATE ON alpaca_account_keys FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
COMMENT ON TABLE sync_queue IS 'Messages that wait in the queue, one per account and job. The run that a message starts deletes its row.';
--> statement-breakpoint
COMMENT ON COLUMN sync_queue.account_id IS 'Alpaca''s id of the account, or the label of an account that was never synced.';
--> statement-breakpoint
COMMENT ON COLUMN sync_queue.job IS 'What the message asks for: tick (what is new), reread (history again) or rebuild (all trades again).';
--> statement-breakpoint
COMMENT ON COLUMN sync_queue.queued_at IS 'When the message was sent. No second one is sent for 15 minutes.';
--> statement-breakpoint
COMMENT ON COLUMN sync_queue.created_at IS 'When the row was inserted.';
--> statement-breakpoint
COMMENT ON COLUMN sync_queue.updated_at IS 'When the row last changed; a trigger sets it.';
--> statement-breakpoint
CREATE TRIGGER sync_queue_updated_at BEFORE UPDATE ON sync_queue FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
