CREATE TRIGGER alpaca_accounts_updated_at BEFORE UPDATE ON alpaca_accounts FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_activities_updated_at BEFORE UPDATE ON alpaca_activities FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_contracts_updated_at BEFORE UPDATE ON alpaca_contracts FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER ledger_checkpoints_updated_at BEFORE UPDATE ON ledger_checkpoints FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER ledger_dirty_updated_at BEFORE UPDATE ON ledger_dirty FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_orders_updated_at BEFORE UPDATE ON alpaca_orders FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_parent_orders_updated_at BEFORE UPDATE ON alpaca_parent_orders FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_positions_updated_at BEFORE UPDATE ON alpaca_positions FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER sync_quarantine_updated_at BEFORE UPDATE ON sync_quarantine FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER sync_runs_updated_at BEFORE UPDATE ON sync_runs FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER sync_state_updated_at BEFORE UPDATE ON sync_state FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fills_updated_at BEFORE UPDATE ON alpaca_trade_fills FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_trades_updated_at BEFORE UPDATE ON alpaca_trades FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER trade_overrides_updated_at BEFORE UPDATE ON trade_overrides FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

--> statement-breakpoint
CREATE TRIGGER alpaca_trade_fees_updated_at BEFORE UPDATE ON alpaca_trade_fees FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
--> statement-breakpoint
CREATE TRIGGER alpaca_cash_days_updated_at BEFORE UPDATE ON alpaca_cash_days FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();
