CREATE TABLE "alpaca_unbooked_activities" (
	"account_id" text NOT NULL,
	"activity_id" text NOT NULL,
	"underlying" text NOT NULL,
	"reason" text NOT NULL,
	"effective_at" timestamp(6) with time zone NOT NULL,
	"created_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(6) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "alpaca_unbooked_activities_pkey" PRIMARY KEY("account_id","activity_id")
);
