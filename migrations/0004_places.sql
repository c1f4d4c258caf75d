ALTER TABLE "alerts" ADD COLUMN "gathered_on" text;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "gathered_part" integer;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "own_card_since" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "alerts_gathered" ON "alerts" USING btree ("gathered_on","gathered_part") WHERE "alerts"."gathered_on" is not null;