CREATE TABLE "alpaca_accounts" (
	"account_id" text PRIMARY KEY NOT NULL,
	"label" text NOT NULL,
	"base_url" text NOT NULL,
	"status" text,
	"currency" text,
	"cash" numeric,
	"equity" numeric,
	"alpaca_created_at" timestamp(6) with time zone,
	"as_of" timestamp(6) with time zone NOT NULL,
	"succeeded_by" text,
	"raw_data" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_accounts_label_unique" UNIQUE("label")
);
--> statement-breakpoint
CREATE TABLE "alpaca_activities" (
	"account_id" text NOT NULL,
	"activity_id" text NOT NULL,
	"activity_type" text NOT NULL,
	"activity_sub_type" text,
	"fill_type" text,
	"order_id" text,
	"execution_id" text,
	"group_id" text,
	"symbol" text,
	"underlying" text,
	"side" text,
	"qty" numeric,
	"cum_qty" numeric,
	"price" numeric,
	"net_amount" numeric,
	"status" text,
	"currency" text,
	"date" date,
	"transaction_time" timestamp(6) with time zone,
	"effective_at" timestamp(6) with time zone NOT NULL,
	"alpaca_created_at" timestamp(6) with time zone,
	"raw_data" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_activities_pkey" PRIMARY KEY("account_id","activity_id")
);
--> statement-breakpoint
CREATE TABLE "alpaca_contracts" (
	"symbol" text PRIMARY KEY NOT NULL,
	"underlying" text NOT NULL,
	"multiplier" numeric NOT NULL,
	"raw_data" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_log_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"actor" text,
	"token_fingerprint" text,
	"request_id" text,
	"action" text NOT NULL,
	"account_id" text NOT NULL,
	"underlying" text NOT NULL,
	"override_id" uuid NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "audit_log_action_check" CHECK ("audit_log"."action" in ('create', 'change', 'delete'))
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"client" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"holder" uuid NOT NULL,
	"held_until" timestamp(6) with time zone NOT NULL,
	"response_status" integer,
	"response_body" text,
	"expires_at" timestamp(6) with time zone NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_client_key_pk" PRIMARY KEY("client","key")
);
--> statement-breakpoint
CREATE TABLE "ledger_checkpoints" (
	"account_id" text NOT NULL,
	"underlying" text NOT NULL,
	"underlyings" text[] DEFAULT '{}' NOT NULL,
	"at" timestamp(6) with time zone NOT NULL,
	"engine_version" integer NOT NULL,
	"state" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_checkpoints_pkey" PRIMARY KEY("account_id","underlying","at")
);
--> statement-breakpoint
CREATE TABLE "ledger_dirty" (
	"account_id" text NOT NULL,
	"underlying" text NOT NULL,
	"since" timestamp(6) with time zone NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ledger_dirty_pkey" PRIMARY KEY("account_id","underlying")
);
--> statement-breakpoint
CREATE TABLE "alpaca_orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"alpaca_order_id" text NOT NULL,
	"client_order_id" text,
	"account_id" text NOT NULL,
	"parent_order_id" text,
	"trade_id" uuid NOT NULL,
	"strategy_type" text NOT NULL,
	"leg_number" integer DEFAULT 1 NOT NULL,
	"symbol" text NOT NULL,
	"underlying" text NOT NULL,
	"asset_class" text,
	"asset_id" text,
	"order_class" text,
	"side" text NOT NULL,
	"position_intent" text,
	"qty" numeric,
	"notional" numeric,
	"ratio_qty" numeric,
	"filled_qty" numeric DEFAULT '0' NOT NULL,
	"filled_avg_price" numeric,
	"order_type" text,
	"time_in_force" text,
	"limit_price" numeric,
	"stop_price" numeric,
	"trail_price" numeric,
	"trail_percent" numeric,
	"status" text NOT NULL,
	"expiry_date" date,
	"strike_price" numeric,
	"option_type" text,
	"replaces" text,
	"replaced_by" text,
	"submitted_at" timestamp(6) with time zone,
	"filled_at" timestamp(6) with time zone,
	"expired_at" timestamp(6) with time zone,
	"canceled_at" timestamp(6) with time zone,
	"failed_at" timestamp(6) with time zone,
	"replaced_at" timestamp(6) with time zone,
	"expires_at" timestamp(6) with time zone,
	"alpaca_created_at" timestamp(6) with time zone,
	"alpaca_updated_at" timestamp(6) with time zone,
	"placed_at" timestamp(6) with time zone GENERATED ALWAYS AS (coalesce(alpaca_created_at, submitted_at)) STORED,
	"raw_data" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_orders_alpaca_order_id_unique" UNIQUE("alpaca_order_id"),
	CONSTRAINT "alpaca_orders_side_check" CHECK ("alpaca_orders"."side" in ('buy', 'sell')),
	CONSTRAINT "alpaca_orders_status_check" CHECK ("alpaca_orders"."status" in ('new', 'partially_filled', 'filled', 'done_for_day', 'canceled', 'expired', 'replaced', 'pending_cancel', 'pending_replace', 'accepted', 'pending_new', 'accepted_for_bidding', 'stopped', 'rejected', 'suspended', 'calculated', 'held', 'pending_review', 'unknown')),
	CONSTRAINT "alpaca_orders_option_type_check" CHECK ("alpaca_orders"."option_type" in ('call', 'put')),
	CONSTRAINT "alpaca_orders_strategy_type_check" CHECK ("alpaca_orders"."strategy_type" in ('single_leg', 'vertical_spread', 'iron_condor', 'strangle', 'straddle', 'stock', 'covered_call', 'covered_put', 'protective_put', 'protective_call', 'collar', 'conversion', 'covered_strangle', 'guts', 'ratio_straddle', 'risk_reversal', 'synthetic_stock', 'ratio_spread', 'ladder', 'butterfly', 'condor', 'iron_butterfly', 'calendar_spread', 'diagonal_spread', 'jade_lizard', 'box_spread', 'jelly_roll', 'seagull', 'christmas_tree', 'crypto', 'options'))
);
--> statement-breakpoint
CREATE TABLE "alpaca_parent_orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"alpaca_order_id" text NOT NULL,
	"account_id" text NOT NULL,
	"client_order_id" text,
	"qty" numeric,
	"filled_qty" numeric DEFAULT '0' NOT NULL,
	"filled_avg_price" numeric,
	"order_type" text,
	"time_in_force" text,
	"limit_price" numeric,
	"status" text NOT NULL,
	"leg_count" integer NOT NULL,
	"replaces" text,
	"replaced_by" text,
	"submitted_at" timestamp(6) with time zone,
	"filled_at" timestamp(6) with time zone,
	"alpaca_created_at" timestamp(6) with time zone,
	"alpaca_updated_at" timestamp(6) with time zone,
	"raw_data" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_parent_orders_alpaca_order_id_unique" UNIQUE("alpaca_order_id"),
	CONSTRAINT "alpaca_parent_orders_status_check" CHECK ("alpaca_parent_orders"."status" in ('new', 'partially_filled', 'filled', 'done_for_day', 'canceled', 'expired', 'replaced', 'pending_cancel', 'pending_replace', 'accepted', 'pending_new', 'accepted_for_bidding', 'stopped', 'rejected', 'suspended', 'calculated', 'held', 'pending_review', 'unknown'))
);
--> statement-breakpoint
CREATE TABLE "alpaca_positions" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" text NOT NULL,
	"trade_id" uuid,
	"asset_id" text,
	"asset_class" text,
	"symbol" text NOT NULL,
	"underlying" text NOT NULL,
	"qty" numeric NOT NULL,
	"side" text NOT NULL,
	"avg_entry_price" numeric,
	"current_price" numeric,
	"market_value" numeric,
	"cost_basis" numeric,
	"unrealized_pl" numeric,
	"unrealized_plpc" numeric,
	"unrealized_intraday_pl" numeric,
	"unrealized_intraday_plpc" numeric,
	"expiry_date" date,
	"strike_price" numeric,
	"option_type" text,
	"is_open" boolean DEFAULT true NOT NULL,
	"closed_at" timestamp(6) with time zone,
	"close_cause" text,
	"raw_data" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_positions_side_check" CHECK ("alpaca_positions"."side" in ('long', 'short')),
	CONSTRAINT "alpaca_positions_option_type_check" CHECK ("alpaca_positions"."option_type" in ('call', 'put')),
	CONSTRAINT "alpaca_positions_close_cause_check" CHECK ("alpaca_positions"."close_cause" in ('order', 'expiration', 'assignment', 'exercise', 'adjustment', 'pending', 'unexplained'))
);
--> statement-breakpoint
CREATE TABLE "sync_quarantine" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" text NOT NULL,
	"source" text NOT NULL,
	"payload_key" text NOT NULL,
	"reason" text NOT NULL,
	"payload" jsonb NOT NULL,
	"seen_at" timestamp(6) with time zone NOT NULL,
	"tried_at" timestamp(6) with time zone,
	"parser_version" integer DEFAULT 0 NOT NULL,
	"healed_at" timestamp(6) with time zone,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sync_quarantine_source_check" CHECK ("sync_quarantine"."source" in ('order', 'activity', 'position', 'account', 'contract'))
);
--> statement-breakpoint
CREATE TABLE "sync_runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" text,
	"label" text NOT NULL,
	"trigger" text NOT NULL,
	"scope" text NOT NULL,
	"status" text NOT NULL,
	"started_at" timestamp(6) with time zone NOT NULL,
	"finished_at" timestamp(6) with time zone,
	"report" jsonb,
	"error_code" text,
	"error_message" text,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sync_runs_trigger_check" CHECK ("sync_runs"."trigger" in ('cron', 'api')),
	CONSTRAINT "sync_runs_scope_check" CHECK ("sync_runs"."scope" in ('all', 'orders', 'positions', 'activities', 'quarantine', 'overrides', 'rebuild')),
	CONSTRAINT "sync_runs_status_check" CHECK ("sync_runs"."status" in ('running', 'success', 'partial', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "sync_state" (
	"account_id" text PRIMARY KEY NOT NULL,
	"lease_token" bigint DEFAULT 0 NOT NULL,
	"lease_holder" uuid,
	"lease_expires_at" timestamp(6) with time zone,
	"orders_stage" text DEFAULT 'idle' NOT NULL,
	"orders_walk_from" timestamp(6) with time zone,
	"orders_walk_started_at" timestamp(6) with time zone,
	"orders_cursor" text,
	"orders_walked_to" timestamp(6) with time zone,
	"orders_backfilled" boolean DEFAULT false NOT NULL,
	"orders_backfill_rows" integer DEFAULT 0 NOT NULL,
	"orders_synced_through" timestamp(6) with time zone,
	"activities_stage" text DEFAULT 'idle' NOT NULL,
	"activities_walk_from" timestamp(6) with time zone,
	"activities_walk_started_at" timestamp(6) with time zone,
	"activities_cursor" text,
	"activities_walked_to" timestamp(6) with time zone,
	"activities_backfilled" boolean DEFAULT false NOT NULL,
	"activities_backfill_rows" integer DEFAULT 0 NOT NULL,
	"activities_synced_through" timestamp(6) with time zone,
	"positions_synced_at" timestamp(6) with time zone,
	"resume_at" text,
	"resume_since" timestamp(6) with time zone,
	"resume_done" text[] DEFAULT '{}' NOT NULL,
	"run_rows" integer DEFAULT 0 NOT NULL,
	"run_milliseconds" integer DEFAULT 0 NOT NULL,
	"last_success_at" timestamp(6) with time zone,
	"last_full_at" timestamp(6) with time zone,
	"last_error_at" timestamp(6) with time zone,
	"last_error_code" text,
	"last_error" text,
	"rate_limit_limit" integer,
	"rate_limit_remaining" integer,
	"rate_limit_reset_at" timestamp(6) with time zone,
	"balanced" boolean,
	"reconciled_at" timestamp(6) with time zone,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sync_state_orders_stage_check" CHECK ("sync_state"."orders_stage" in ('idle', 'walk', 'settle')),
	CONSTRAINT "sync_state_resume_at_check" CHECK ("sync_state"."resume_at" in ('orders', 'activities', 'positions', 'ledger')),
	CONSTRAINT "sync_state_activities_stage_check" CHECK ("sync_state"."activities_stage" in ('idle', 'walk', 'settle'))
);
--> statement-breakpoint
CREATE TABLE "alpaca_cash_days" (
	"account_id" text NOT NULL,
	"day" date NOT NULL,
	"executions" numeric NOT NULL,
	"deposits" numeric NOT NULL,
	"fees" numeric NOT NULL,
	"other" numeric NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_cash_days_pkey" PRIMARY KEY("account_id","day")
);
--> statement-breakpoint
CREATE TABLE "alpaca_trade_fees" (
	"account_id" text NOT NULL,
	"activity_id" text NOT NULL,
	"trade_id" uuid NOT NULL,
	"amount" numeric NOT NULL,
	"trading_day" date NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_trade_fees_pkey" PRIMARY KEY("account_id","activity_id","trade_id")
);
--> statement-breakpoint
CREATE TABLE "alpaca_trade_fills" (
	"trade_id" uuid NOT NULL,
	"execution_id" text NOT NULL,
	"effect" text NOT NULL,
	"symbol" text NOT NULL,
	"account_id" text NOT NULL,
	"underlying" text NOT NULL,
	"kind" text NOT NULL,
	"leg_kind" text NOT NULL,
	"order_id" text,
	"activity_id" text,
	"side" text NOT NULL,
	"qty" numeric NOT NULL,
	"price" numeric NOT NULL,
	"multiplier" numeric NOT NULL,
	"realized_pl" numeric,
	"executed_at" timestamp(6) with time zone NOT NULL,
	"trading_day" date NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_trade_fills_pkey" PRIMARY KEY("trade_id","execution_id","effect","symbol"),
	CONSTRAINT "alpaca_trade_fills_effect_check" CHECK ("alpaca_trade_fills"."effect" in ('open', 'close')),
	CONSTRAINT "alpaca_trade_fills_side_check" CHECK ("alpaca_trade_fills"."side" in ('buy', 'sell'))
);
--> statement-breakpoint
CREATE TABLE "alpaca_trades" (
	"trade_id" uuid PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"underlying" text NOT NULL,
	"strategy" text NOT NULL,
	"strategy_type" text NOT NULL,
	"direction" text,
	"status" text NOT NULL,
	"closed_by" text[] DEFAULT '{}'::text[] NOT NULL,
	"quantity" numeric NOT NULL,
	"opened_at" timestamp(6) with time zone NOT NULL,
	"closed_at" timestamp(6) with time zone,
	"expiry_date" date,
	"entry_cash" numeric,
	"exit_cash" numeric,
	"realized_pl" numeric,
	"fees" numeric DEFAULT '0' NOT NULL,
	"net_pl" numeric GENERATED ALWAYS AS (realized_pl - fees) STORED,
	"fees_pending" boolean DEFAULT false NOT NULL,
	"rolled_from" uuid,
	"chain_id" uuid NOT NULL,
	"roll_count" integer DEFAULT 0 NOT NULL,
	"assigned_from" uuid,
	"covered_by" uuid,
	"incomplete" boolean DEFAULT false NOT NULL,
	"unexplained" boolean DEFAULT false NOT NULL,
	"tags" text[] DEFAULT '{}'::text[] NOT NULL,
	"note" text,
	"legs" jsonb NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_trades_status_check" CHECK ("alpaca_trades"."status" in ('pending', 'open', 'partial', 'closed', 'unfilled')),
	CONSTRAINT "alpaca_trades_direction_check" CHECK ("alpaca_trades"."direction" in ('credit', 'debit')),
	CONSTRAINT "alpaca_trades_strategy_type_check" CHECK ("alpaca_trades"."strategy_type" in ('single_leg', 'vertical_spread', 'iron_condor', 'strangle', 'straddle', 'stock', 'covered_call', 'covered_put', 'protective_put', 'protective_call', 'collar', 'conversion', 'covered_strangle', 'guts', 'ratio_straddle', 'risk_reversal', 'synthetic_stock', 'ratio_spread', 'ladder', 'butterfly', 'condor', 'iron_butterfly', 'calendar_spread', 'diagonal_spread', 'jade_lizard', 'box_spread', 'jelly_roll', 'seagull', 'christmas_tree', 'crypto', 'options'))
);
--> statement-breakpoint
CREATE TABLE "trade_overrides" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" text NOT NULL,
	"underlying" text NOT NULL,
	"kind" text NOT NULL,
	"facts" jsonb NOT NULL,
	"strategy" text,
	"tags" text[],
	"note" text,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trade_overrides_kind_check" CHECK ("trade_overrides"."kind" in ('merge', 'split', 'annotate'))
);
--> statement-breakpoint
CREATE INDEX "alpaca_activities_ledger_idx" ON "alpaca_activities" USING btree ("account_id","underlying","effective_at");--> statement-breakpoint
CREATE INDEX "alpaca_activities_order_id_idx" ON "alpaca_activities" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "alpaca_activities_ordered_idx" ON "alpaca_activities" USING btree ("account_id","effective_at") WHERE "alpaca_activities"."order_id" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_activities_adjusted_idx" ON "alpaca_activities" USING btree ("account_id","symbol") WHERE "alpaca_activities"."symbol" ~ '[0-9]{7}[CP][0-9]{8}$';--> statement-breakpoint
CREATE INDEX "alpaca_activities_type_date_idx" ON "alpaca_activities" USING btree ("account_id","activity_type","date");--> statement-breakpoint
CREATE INDEX "audit_log_override_idx" ON "audit_log" USING btree ("override_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_idx" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "ledger_checkpoints_version_idx" ON "ledger_checkpoints" USING btree ("engine_version");--> statement-breakpoint
CREATE INDEX "alpaca_orders_trade_id_idx" ON "alpaca_orders" USING btree ("trade_id");--> statement-breakpoint
CREATE INDEX "alpaca_orders_symbol_idx" ON "alpaca_orders" USING btree ("symbol");--> statement-breakpoint
CREATE INDEX "alpaca_orders_submitted_at_idx" ON "alpaca_orders" USING btree ("submitted_at" desc nulls last,"alpaca_order_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_orders_underlying_idx" ON "alpaca_orders" USING btree ("underlying","submitted_at" desc nulls last,"alpaca_order_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_orders_status_idx" ON "alpaca_orders" USING btree ("status","submitted_at" desc nulls last,"alpaca_order_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_orders_strategy_type_idx" ON "alpaca_orders" USING btree ("strategy_type","submitted_at" desc nulls last,"alpaca_order_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_orders_ledger_idx" ON "alpaca_orders" USING btree ("account_id","underlying","placed_at");--> statement-breakpoint
CREATE INDEX "alpaca_orders_unsettled_idx" ON "alpaca_orders" USING btree ("account_id","alpaca_order_id") WHERE not "alpaca_orders"."status" in ('filled', 'canceled', 'expired', 'rejected', 'replaced');--> statement-breakpoint
CREATE INDEX "alpaca_orders_links_idx" ON "alpaca_orders" USING btree ("account_id","submitted_at") WHERE "alpaca_orders"."replaces" is not null or "alpaca_orders"."replaced_by" is not null;--> statement-breakpoint
CREATE INDEX "alpaca_orders_adjusted_idx" ON "alpaca_orders" USING btree ("account_id","symbol") WHERE "alpaca_orders"."symbol" ~ '[0-9]{7}[CP][0-9]{8}$';--> statement-breakpoint
CREATE INDEX "alpaca_parent_orders_unsettled_idx" ON "alpaca_parent_orders" USING btree ("account_id","alpaca_order_id") WHERE not "alpaca_parent_orders"."status" in ('filled', 'canceled', 'expired', 'rejected', 'replaced');--> statement-breakpoint
CREATE INDEX "alpaca_parent_orders_links_idx" ON "alpaca_parent_orders" USING btree ("account_id","submitted_at") WHERE "alpaca_parent_orders"."replaces" is not null or "alpaca_parent_orders"."replaced_by" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "alpaca_positions_open_symbol_key" ON "alpaca_positions" USING btree ("account_id","symbol") WHERE "alpaca_positions"."is_open";--> statement-breakpoint
CREATE INDEX "alpaca_positions_trade_id_idx" ON "alpaca_positions" USING btree ("trade_id");--> statement-breakpoint
CREATE INDEX "alpaca_positions_symbol_idx" ON "alpaca_positions" USING btree ("symbol","created_at","id");--> statement-breakpoint
CREATE INDEX "alpaca_positions_underlying_idx" ON "alpaca_positions" USING btree ("underlying");--> statement-breakpoint
CREATE INDEX "alpaca_positions_pending_idx" ON "alpaca_positions" USING btree ("account_id") WHERE "alpaca_positions"."close_cause" = 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "sync_quarantine_payload_key" ON "sync_quarantine" USING btree ("account_id","source","payload_key");--> statement-breakpoint
CREATE INDEX "sync_quarantine_listed_idx" ON "sync_quarantine" USING btree ("created_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX "sync_quarantine_unhealed_idx" ON "sync_quarantine" USING btree ("account_id","source") WHERE "sync_quarantine"."healed_at" is null;--> statement-breakpoint
CREATE INDEX "sync_runs_account_started_idx" ON "sync_runs" USING btree ("account_id","started_at");--> statement-breakpoint
CREATE INDEX "alpaca_trade_fees_trade_id_idx" ON "alpaca_trade_fees" USING btree ("trade_id");--> statement-breakpoint
CREATE INDEX "alpaca_trade_fees_day_idx" ON "alpaca_trade_fees" USING btree ("account_id","trading_day");--> statement-breakpoint
CREATE INDEX "alpaca_trade_fills_ledger_idx" ON "alpaca_trade_fills" USING btree ("account_id","underlying","executed_at");--> statement-breakpoint
CREATE INDEX "alpaca_trade_fills_order_id_idx" ON "alpaca_trade_fills" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "alpaca_trade_fills_execution_idx" ON "alpaca_trade_fills" USING btree ("account_id","execution_id");--> statement-breakpoint
CREATE INDEX "alpaca_trade_fills_day_idx" ON "alpaca_trade_fills" USING btree ("account_id","trading_day");--> statement-breakpoint
CREATE INDEX "alpaca_trades_account_underlying_idx" ON "alpaca_trades" USING btree ("account_id","underlying","opened_at");--> statement-breakpoint
CREATE INDEX "alpaca_trades_opened_at_idx" ON "alpaca_trades" USING btree ("opened_at" desc,"trade_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_trades_underlying_idx" ON "alpaca_trades" USING btree ("underlying","opened_at" desc,"trade_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_trades_strategy_idx" ON "alpaca_trades" USING btree ("strategy","opened_at" desc,"trade_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_trades_strategy_type_idx" ON "alpaca_trades" USING btree ("strategy_type","opened_at" desc,"trade_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_trades_status_idx" ON "alpaca_trades" USING btree ("status","opened_at" desc,"trade_id" desc);--> statement-breakpoint
CREATE INDEX "alpaca_trades_tags_idx" ON "alpaca_trades" USING gin ("tags") WHERE "alpaca_trades"."tags" <> '{}';--> statement-breakpoint
CREATE INDEX "alpaca_trades_chain_id_idx" ON "alpaca_trades" USING btree ("chain_id");--> statement-breakpoint
CREATE INDEX "alpaca_trades_live_idx" ON "alpaca_trades" USING btree ("account_id","underlying") WHERE "alpaca_trades"."status" in ('open', 'partial');--> statement-breakpoint
CREATE INDEX "alpaca_trades_incomplete_idx" ON "alpaca_trades" USING btree ("account_id","underlying") WHERE "alpaca_trades"."incomplete";--> statement-breakpoint
CREATE INDEX "alpaca_trades_fees_pending_idx" ON "alpaca_trades" USING btree ("account_id") WHERE "alpaca_trades"."fees_pending";--> statement-breakpoint
CREATE INDEX "alpaca_trades_unexplained_idx" ON "alpaca_trades" USING btree ("account_id") WHERE "alpaca_trades"."unexplained";--> statement-breakpoint
CREATE INDEX "trade_overrides_account_idx" ON "trade_overrides" USING btree ("account_id","underlying");--> statement-breakpoint
CREATE INDEX "trade_overrides_listed_idx" ON "trade_overrides" USING btree ("created_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX "trade_overrides_underlying_idx" ON "trade_overrides" USING btree ("underlying","created_at" desc,"id" desc);--> statement-breakpoint
CREATE INDEX "trade_overrides_kind_idx" ON "trade_overrides" USING btree ("kind","created_at" desc,"id" desc);