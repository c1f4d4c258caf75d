CREATE TABLE "obstacles" (
	"key" text PRIMARY KEY NOT NULL,
	"why" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"next_try_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "storm_volumes" (
	"storm_id" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"mentions" integer NOT NULL,
	CONSTRAINT "storm_volumes_storm_id_since_pk" PRIMARY KEY("storm_id","since")
);
--> statement-breakpoint
CREATE TABLE "undecided" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"tries" integer NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"error" text NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "undecided_kind_id_pk" PRIMARY KEY("kind","id")
);
--> statement-breakpoint
DROP INDEX "heard_at";--> statement-breakpoint
DROP INDEX "alerts_open";--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "deadline_read_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "weight" smallint DEFAULT 4 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "series" text;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "tried_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "backed_off" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "lost" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "held_by" text;--> statement-breakpoint
ALTER TABLE "incidents" ADD COLUMN "deadline_read_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "pages" ADD COLUMN "storm_id" integer;--> statement-breakpoint
ALTER TABLE "pages" ADD COLUMN "answered_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "deliveries_held" ON "deliveries" USING btree ("held_by") WHERE "deliveries"."held_by" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_series" ON "deliveries" USING btree ("series") WHERE "deliveries"."series" is not null;--> statement-breakpoint
CREATE INDEX "deliveries_pooled" ON "deliveries" USING btree (("receipt" ->> 'pool')) WHERE "deliveries"."receipt" ? 'pool';--> statement-breakpoint
CREATE INDEX "replies_of_alert" ON "events" USING btree ("alert_id") WHERE type = 'reply_logged';--> statement-breakpoint
CREATE INDEX "replies_of_incident" ON "events" USING btree ("incident_id") WHERE type = 'reply_logged';--> statement-breakpoint
CREATE INDEX "mentions_on_network" ON "mentions" USING btree ("alert_id","network","received_at") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "mentions_by_audience" ON "mentions" USING btree ("alert_id",(greatest(reach, (author ->> 'followers')::numeric)) desc,"received_at") WHERE greatest(reach, (author ->> 'followers')::numeric) > 0 and deleted_at is null;--> statement-breakpoint
CREATE INDEX "pages_of_storm" ON "pages" USING btree ("storm_id","started_at") WHERE "pages"."storm_id" is not null;--> statement-breakpoint
CREATE INDEX "stories_of_alert" ON "stories" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts" USING btree ((coalesce(severity, suggested)),id desc) WHERE status = 'open';--> statement-breakpoint
-- What was given up before is tried again where it still matters. What nobody needs any more is dropped then.
update "deliveries" set "status" = 'waiting', "attempt" = 1, "run_at" = now()
where "status" = 'failed' and "kind" in ('alert_card', 'storm_card', 'mute_card', 'room', 'invite', 'board', 'headline');
--> statement-breakpoint
-- Pages of storms that are under way: the storm was only in their name.
update "pages" set "storm_id" = split_part(split_part("id", '/', 1), '-', 2)::integer where "id" like 'storm-%/no-response/%';
--> statement-breakpoint
-- Mentions of before there were volumes: a card counts its mentions by network from them.
insert into "volumes" ("alert_id", "since", "network", "mentions", "negative")
select alert_id, date_bin('5 minutes', received_at, timestamptz '2000-01-01Z'), network, count(*),
  count(*) filter (where sentiment is null or sentiment = 'negative')
from "mentions" where alert_id in (
  select m.alert_id from "mentions" m group by 1
  having count(*) <> coalesce((select sum(v.mentions) from "volumes" v where v.alert_id = m.alert_id), 0))
group by 1, 2, 3
on conflict (alert_id, since, network) do update set mentions = excluded.mentions, negative = excluded.negative;
--> statement-breakpoint
-- A storm that is raging goes on telling of its last hour.
insert into "storm_volumes" ("storm_id", "since", "mentions")
select a.storm_id, v.since, sum(v.mentions) from "volumes" v join "alerts" a on a.id = v.alert_id
where a.storm_id is not null group by 1, 2;
