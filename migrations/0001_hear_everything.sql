CREATE TABLE "bands" (
	"hash" bigint NOT NULL,
	"key" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "edits" (
	"mention_id" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"title" text,
	"text" text,
	"sha256" text NOT NULL,
	CONSTRAINT "edits_mention_id_sha256_pk" PRIMARY KEY("mention_id","sha256")
);
--> statement-breakpoint
CREATE TABLE "hours" (
	"since" timestamp (3) with time zone PRIMARY KEY NOT NULL,
	"mentions" integer NOT NULL,
	"negative" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "keepsakes" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "mutes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "mutes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text
);
--> statement-breakpoint
CREATE TABLE "rejections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rejections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"why" text NOT NULL,
	"item" text,
	"replayed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sources" (
	"name" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"settings" jsonb NOT NULL,
	"secrets" text,
	"is_paused" boolean DEFAULT false NOT NULL,
	"from_file" boolean DEFAULT false NOT NULL,
	"added_by" text,
	"added_at" timestamp (3) with time zone NOT NULL,
	"seen_at" timestamp (3) with time zone,
	"accepted" bigint DEFAULT 0 NOT NULL,
	"duplicates" bigint DEFAULT 0 NOT NULL,
	"rejected" bigint DEFAULT 0 NOT NULL,
	"last_error" text,
	"last_error_at" timestamp (3) with time zone,
	"failing_since" timestamp (3) with time zone,
	"gaps" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"silent_since" timestamp (3) with time zone,
	"next_due_at" timestamp (3) with time zone,
	"cursor" jsonb,
	"next_pull_at" timestamp (3) with time zone,
	"leased_by" text,
	"leased_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "storms" (
	"id" integer PRIMARY KEY NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"stories" integer NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "volumes" (
	"alert_id" integer NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"network" text NOT NULL,
	"mentions" integer NOT NULL,
	"negative" integer NOT NULL,
	CONSTRAINT "volumes_alert_id_since_network_pk" PRIMARY KEY("alert_id","since","network")
);
--> statement-breakpoint
ALTER TABLE "stories" ALTER COLUMN "key" SET DATA TYPE uuid USING "key"::uuid;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "merged_into" integer;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "storm_id" integer;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "muted_by" integer;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "rating" jsonb;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "parent" jsonb;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "sha256" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "story_key" uuid;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "edited_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "edited_text" text;--> statement-breakpoint
ALTER TABLE "mentions" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "stories" ADD COLUMN "signature" text;--> statement-breakpoint
ALTER TABLE "stories" ADD COLUMN "by_hand" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "bands_by_hash" ON "bands" USING hash ("hash");--> statement-breakpoint
CREATE INDEX "rejections_of_source" ON "rejections" USING btree ("source","at");--> statement-breakpoint
CREATE INDEX "sources_due" ON "sources" USING btree ("next_due_at") WHERE "sources"."next_due_at" is not null;--> statement-breakpoint
CREATE INDEX "sources_to_pull" ON "sources" USING btree ("next_pull_at") WHERE "sources"."next_pull_at" is not null;--> statement-breakpoint
CREATE INDEX "alerts_of_storm" ON "alerts" USING btree ("storm_id") WHERE "alerts"."storm_id" is not null;--> statement-breakpoint
CREATE INDEX "alerts_of_mute" ON "alerts" USING btree ("muted_by") WHERE "alerts"."muted_by" is not null;--> statement-breakpoint
create function refuse_new_evidence() returns trigger language plpgsql as $$
begin
  if (old.id, old.source, old.external_id, old.network, old.url, old.canonical_url, old.author, old.title, old.text,
      old.text_state, old.published_at, old.received_at, old.sentiment, old.reach, old.engagement, old.rating,
      old.language, old.parent, old.query, old.sha256)
    is distinct from
     (new.id, new.source, new.external_id, new.network, new.url, new.canonical_url, new.author, new.title, new.text,
      new.text_state, new.published_at, new.received_at, new.sentiment, new.reach, new.engagement, new.rating,
      new.language, new.parent, new.query, new.sha256)
  then
    raise exception 'what was heard is evidence and never changes';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger mentions_are_evidence before update on "mentions" for each row execute function refuse_new_evidence();
--> statement-breakpoint
create trigger edits_append_only before update or delete on "edits" for each row execute function refuse_change();
