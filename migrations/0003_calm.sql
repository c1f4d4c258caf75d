ALTER TABLE "alerts" ADD COLUMN "reminded_since" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "alerts_reminded" ON "alerts" USING btree ((coalesce(severity, suggested)),"response_due_at","id") WHERE status = 'open' and reminded_since is not null and storm_id is null;--> statement-breakpoint
-- What can be pressed on a card is another than before: those of open alerts are drawn anew.
UPDATE "deliveries" d SET "status" = 'waiting', "wanted" = d."wanted" + 1, "attempt" = 0, "lane" = 'card', "place" = null, "run_at" = now()
FROM "alerts" a WHERE d."kind" = 'alert_card' AND d."status" = 'done' AND d."receipt" IS NOT NULL AND a."id" = (d."payload" ->> 'alertId')::int AND a."status" = 'open';
