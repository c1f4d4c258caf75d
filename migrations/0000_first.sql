CREATE TABLE "alerts" (
	"id" integer PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"title" text NOT NULL,
	"first_mention_id" text NOT NULL,
	"published_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone NOT NULL,
	"response_due_at" timestamp (3) with time zone NOT NULL,
	"late_because_raised" boolean NOT NULL,
	"responded_at" timestamp (3) with time zone,
	"response" jsonb,
	"last_mention_at" timestamp (3) with time zone NOT NULL,
	"mention_count" integer NOT NULL,
	"reach" bigint,
	"suggested" text NOT NULL,
	"suggested_because" jsonb NOT NULL,
	"severity" text,
	"cause" text NOT NULL,
	"affected" jsonb NOT NULL,
	"networks" jsonb NOT NULL,
	"accountable_owner" text,
	"note" text,
	"assessed_by" text,
	"assessed_at" timestamp (3) with time zone,
	"claimed_by" text,
	"claimed_at" timestamp (3) with time zone,
	"acknowledge_due_at" timestamp (3) with time zone NOT NULL,
	"snoozed_until" timestamp (3) with time zone,
	"dismissed_as" text,
	"dismissed_by" text,
	"escalated_by" text,
	"incident_id" integer,
	"reminded_up_to" timestamp (3) with time zone NOT NULL,
	"next_due_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "deliveries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"payload" jsonb NOT NULL,
	"lane" text NOT NULL,
	"place" text,
	"status" text NOT NULL,
	"run_at" timestamp (3) with time zone NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"wanted" integer DEFAULT 1 NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	"leased_by" text,
	"leased_until" timestamp (3) with time zone,
	"receipt" jsonb,
	"last_error" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"type" text NOT NULL,
	"by" jsonb NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"alert_id" integer,
	"incident_id" integer,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "heard" (
	"key" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"id" integer PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"title" text NOT NULL,
	"severity" text NOT NULL,
	"cause" text NOT NULL,
	"affected" jsonb NOT NULL,
	"networks" jsonb NOT NULL,
	"accountable_owner" text,
	"is_private" boolean NOT NULL,
	"alert_id" integer,
	"mention_url" text,
	"room_id" text,
	"room_name" text,
	"roles" jsonb NOT NULL,
	"people" jsonb NOT NULL,
	"opened_by" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"response_due_at" timestamp (3) with time zone NOT NULL,
	"late_because_raised" boolean NOT NULL,
	"responded_at" timestamp (3) with time zone,
	"response" jsonb,
	"silence" jsonb,
	"last_update" jsonb,
	"next_update_due_at" timestamp (3) with time zone,
	"last_heartbeat" jsonb,
	"heartbeat_due_at" timestamp (3) with time zone,
	"resolved_by" text,
	"resolved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"reminded_up_to" timestamp (3) with time zone NOT NULL,
	"next_due_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "mentions" (
	"id" text PRIMARY KEY NOT NULL,
	"alert_id" integer NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"network" text NOT NULL,
	"url" text,
	"canonical_url" text,
	"said_there" text,
	"author" jsonb NOT NULL,
	"title" text,
	"text" text,
	"text_state" text NOT NULL,
	"published_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone NOT NULL,
	"sentiment" text,
	"reach" bigint,
	"engagement" bigint,
	"query" text
);
--> statement-breakpoint
CREATE TABLE "paces" (
	"key" text PRIMARY KEY NOT NULL,
	"free_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pages" (
	"id" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"alert_id" integer,
	"incident_id" integer,
	"why" text NOT NULL,
	"steps" jsonb NOT NULL,
	"round" integer NOT NULL,
	"asks" jsonb NOT NULL,
	"status" text NOT NULL,
	"answered_by" text,
	"started_at" timestamp (3) with time zone NOT NULL,
	"answer_due_at" timestamp (3) with time zone NOT NULL,
	"next_due_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "stories" (
	"key" text PRIMARY KEY NOT NULL,
	"alert_id" integer NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"person" text NOT NULL,
	"incident_id" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "subscriptions_person_incident_id_pk" PRIMARY KEY("person","incident_id")
);
--> statement-breakpoint
CREATE INDEX "alerts_due" ON "alerts" USING btree ("next_due_at") WHERE "alerts"."next_due_at" is not null;--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts" USING btree ("id") WHERE "alerts"."status" = 'open';--> statement-breakpoint
CREATE INDEX "alerts_of_incident" ON "alerts" USING btree ("incident_id") WHERE "alerts"."incident_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_key" ON "deliveries" USING btree ("key");--> statement-breakpoint
CREATE INDEX "deliveries_waiting" ON "deliveries" USING btree ("lane","run_at") WHERE "deliveries"."status" = 'waiting';--> statement-breakpoint
CREATE INDEX "deliveries_leased" ON "deliveries" USING btree ("leased_until") WHERE "deliveries"."status" = 'leased';--> statement-breakpoint
CREATE INDEX "deliveries_failed" ON "deliveries" USING btree ("id") WHERE "deliveries"."status" = 'failed';--> statement-breakpoint
CREATE INDEX "events_of_alert" ON "events" USING btree ("alert_id") WHERE "events"."alert_id" is not null;--> statement-breakpoint
CREATE INDEX "events_of_incident" ON "events" USING btree ("incident_id") WHERE "events"."incident_id" is not null;--> statement-breakpoint
CREATE INDEX "heard_at" ON "heard" USING btree ("at");--> statement-breakpoint
CREATE INDEX "incidents_due" ON "incidents" USING btree ("next_due_at") WHERE "incidents"."next_due_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "incidents_room" ON "incidents" USING btree ("room_id") WHERE "incidents"."room_id" is not null;--> statement-breakpoint
CREATE INDEX "incidents_not_closed" ON "incidents" USING btree ("id") WHERE "incidents"."status" <> 'closed';--> statement-breakpoint
CREATE INDEX "mentions_by_url" ON "mentions" USING hash ("canonical_url");--> statement-breakpoint
CREATE INDEX "mentions_by_said" ON "mentions" USING btree ("said_there") WHERE "mentions"."said_there" is not null;--> statement-breakpoint
CREATE INDEX "mentions_of_alert" ON "mentions" USING btree ("alert_id","received_at");--> statement-breakpoint
CREATE INDEX "pages_due" ON "pages" USING btree ("next_due_at") WHERE "pages"."next_due_at" is not null;--> statement-breakpoint
CREATE INDEX "pages_of_incident" ON "pages" USING btree ("incident_id");--> statement-breakpoint
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the timeline is append-only';
end
$$;
--> statement-breakpoint
create trigger events_append_only before update or delete on "events" for each row execute function refuse_change();
